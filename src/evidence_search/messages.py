"""What each answer status says to the reader: one table."""

from evidence_search.types import AnswerStatus

MESSAGES: dict[AnswerStatus, str] = {
    AnswerStatus.ANSWERED: (
        "These are quotations from reports in the library. Read them in their context before "
        "you rely on them."
    ),
    AnswerStatus.PARTIAL: (
        "The library answers a part of the question. What it does not answer is named below."
    ),
    AnswerStatus.WEAK_EVIDENCE_ONLY: (
        "Studies exist, but they are weak. They do not show whether this works."
    ),
    AnswerStatus.NO_EVIDENCE: (
        "No passage in the library answers this question. That does not mean that no evidence "
        "exists, or that something does not work. The nearest passages are listed: they may help, "
        "but they are not an answer."
    ),
    AnswerStatus.OUT_OF_SCOPE: (
        "This service covers research on children's social care and cannot help with this question."
    ),
    AnswerStatus.NEEDS_CLARIFICATION: (
        "Please say a little more: name the programme, the group of children or the outcome."
    ),
    AnswerStatus.PERSONAL_DATA: (
        "The question seems to hold personal data. It was not searched or kept. Please ask again "
        "without names, dates of birth, addresses or case details."
    ),
    AnswerStatus.SAFEGUARDING: (
        "If a child is in immediate danger, call 999. Otherwise contact the local authority's "
        "children's social care or your safeguarding lead. NSPCC: 0808 800 5000. "
        "Childline: 0800 1111."
    ),
}
