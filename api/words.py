"""What the demo page suggests to ask."""

SAMPLES = (
    "Does Signs of Safety reduce the number of children in care?",
    "Do family group conferences keep children out of care?",
    "Do children do better in kinship care or in foster care?",
    "Do Family Drug and Alcohol Courts help children to go home?",
    "Do Schwartz Rounds help staff in children’s services?",
)
