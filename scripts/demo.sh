#!/bin/sh
# One question of each kind, through the command line as a user would ask it. `make demo` installs and then runs this.
set -u
PATH="$(dirname "$0")/../.venv/bin:$PATH"
local_server=http://127.0.0.1:8000/v1

bold= plain=
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }

ask() {
    say "\$ orchestra ask --steps \"$1\""
    orchestra ask --steps "$1"
    status=$?
    # 4 is "declined": an honest outcome where no core model is there to ask.
    [ $status -eq 0 ] || [ $status -eq 4 ] || exit $status
}

if [ -z "${ORCHESTRA_VLLM_URL:-}" ] &&
    python -c "import urllib.request as r; r.urlopen('$local_server/models', timeout=1)" 2>/dev/null; then
    export ORCHESTRA_VLLM_URL=$local_server
fi

if ! orchestra index list 2>/dev/null | grep -qw guide; then
    say '$ orchestra index create guide'
    orchestra index create guide || exit $?
fi

ask "integrate x^2*sin(x)"
ask "is 2^31 - 1 prime?"
ask "How do I register a module?"
ask "Ann has 3 boxes of 12 pencils and gives away 5 pencils. How many are left?"
ask "Write two sentences of advice for someone who learns to cook."

say "Next: . .venv/bin/activate, then: orchestra chat, orchestra doctor, orchestra --help"
