# Where the tests look for PostgreSQL. They make and drop databases of their own there, named test_….

POSTGRES_URL="${TEST_POSTGRES_URL:-postgres://postgres@127.0.0.1:5432/mediation}"

postgres_answers() {
    "$PYTHON" - "$POSTGRES_URL" <<'PYTHON' 2>/dev/null
import sys
from urllib.parse import urlsplit

import psycopg

psycopg.connect(urlsplit(sys.argv[1])._replace(path="/postgres").geturl(), connect_timeout=3).close()
PYTHON
}

shown_url() { printf '%s' "$POSTGRES_URL" | sed -E 's#(//[^:/@]+):[^@]*@#\1:…@#'; }
