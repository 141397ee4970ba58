# Sets $python to a Python between 3.11 and 3.13, or says in one sentence that there is none.
# PYTHON names another one to try first. Sourced by the scripts beside it.
suitable='import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
python=
for candidate in "${PYTHON:-python3.13}" python3.13 python3.12 python3.11 python3 python; do
    if "$candidate" -c "$suitable" 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    found=$(python3 -V 2>&1) || found="no python3"
    echo "This needs Python 3.11, 3.12 or 3.13, and found $found: install one, or name it with PYTHON=/path/to/python3." >&2
    exit 2
fi
