"""A real PostgreSQL for the tests, started from Debian's programs in a folder of its own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from cximpact.plugins import EvidenceSource
from cximpact.plugins.http import open_transport
from cximpact.testing import Run, run_source
from cximpact_finance.plugin import cximpact_evidence_sources

PASSWORD = "s3cret&reader"  # noqa: S105


def source(name: str) -> EvidenceSource:
    """Return one of the plugin's sources."""
    return next(each for each in cximpact_evidence_sources() if each.name == name)


@pytest.fixture
def collect_sql() -> Callable[..., Run]:
    """Collect by finance-sql in this process, with the network that a database needs."""

    def collect(settings: dict[str, Any], **given: Any) -> Run:
        return run_source(source("finance-sql"), settings, network=True, **given)

    return collect


def missing(what: str, hint: str) -> None:
    """Skip what needs a system that is not there; fail instead in CI, where it must be."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing; {hint}", pytrace=False)
    pytest.skip(f"{what} is missing; {hint}")


def free_port() -> int:
    """Return a port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@frozen
class Postgres:
    """A running server and how its programs are called."""

    folder: Path
    port: int
    programs: Path
    prefix: tuple[str, ...]

    def url(self, user: str = "reader", database: str = "ledger") -> str:
        """Return its address, without a password."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, program: str, *words: str, text: str = "") -> str:
        """Run one of its programs as the user that it runs as."""
        command = [*self.prefix, str(self.programs / program), *words]
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, check=False, cwd="/"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sql(self, statements: str) -> str:
        """Run statements as the owner of the database."""
        words = ("-v", "ON_ERROR_STOP=1", "-q", "-A", "-t", "-h", str(self.folder))
        return self.run(
            "psql", *words, "-p", str(self.port), "-U", "owner", "ledger", text=statements
        )

    def start(self) -> None:
        """Start the server."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        options += " -c fsync=off -c shared_buffers=16MB -c max_connections=20"
        log = str(self.folder / "log")
        self.run(
            "pg_ctl", "-D", str(self.folder / "data"), "-w", "-t", "60", "-l", log,
            "-o", options, "start",
        )  # fmt: skip

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server, without waiting for its users."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop")


def _programs() -> Path | None:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb")
    return versions[-1].parent if versions else Path(found).parent if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start PostgreSQL with an owner and a reader, who may only SELECT."""
    programs = _programs()
    if programs is None:
        missing("PostgreSQL", "install it with 'apt-get install postgresql'")
    assert programs is not None
    # PostgreSQL refuses to run as root; pytest's own folders are closed to other users.
    prefix = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    folder = _reachable_folder(prefix)
    server = Postgres(folder, free_port(), programs, prefix)
    try:
        _made(server)
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _reachable_folder(prefix: tuple[str, ...]) -> Path:
    for place in (tempfile.gettempdir(), "/var/tmp", "/dev/shm"):  # noqa: S108
        folder = Path(tempfile.mkdtemp(prefix="cximpact-pg-", dir=place))
        if not prefix:
            return folder
        shutil.chown(folder, "postgres")
        if (
            subprocess.run([*prefix, "test", "-w", str(folder)], check=False, cwd="/").returncode
            == 0
        ):
            return folder
        folder.rmdir()
    raise RuntimeError("no folder that the user postgres can reach")


def _made(server: Postgres) -> None:
    data = str(server.folder / "data")
    server.run("initdb", "-D", data, "-U", "owner", "-A", "scram-sha-256", "--auth-local=trust",
               "-E", "UTF8", "--no-sync", "--locale=C")  # fmt: skip
    server.start()
    words = ("-h", str(server.folder), "-p", str(server.port), "-U", "owner", "ledger")
    server.run("createdb", *words)
    server.sql(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'; {LEDGER}")


LEDGER = """
CREATE TABLE cost_line (
  id serial PRIMARY KEY, project text NOT NULL, fund text, amount numeric(24, 4),
  currency char(3), booked date, changed timestamptz DEFAULT now());
INSERT INTO cost_line (project, fund, amount, currency, booked) VALUES
  ('letters', 'opex', 45000.10, 'EUR', '2026-01-31'),
  ('portal', 'capex', 1234567890123456.7891, 'EUR', '2026-02-28'),
  ('portal', 'opex', 0.30, 'USD', '2026-12-31');
CREATE TABLE refund (
  voucher text, touchpoint text, paid date, amount numeric, currency text, rate double precision);
INSERT INTO refund VALUES ('R-1', 'billing', '2026-01-05', 12.5, 'EUR', 0.1),
  ('R-2', 'billing', '2026-01-06', 7, 'EUR', 0.2), ('R-3', 'branch', '2020-01-06', 9, 'EUR', 0.3);
CREATE VIEW everything AS SELECT * FROM cost_line;
CREATE SEQUENCE counter;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
GRANT ALL ON refund TO reader;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO reader;
CREATE TABLE hidden (secret text);
"""


@frozen
class TrytonServer:
    """A running Tryton with the made-up company in it."""

    url: str
    database: str
    password: str
    admin: Any

    def settings(self, **more: Any) -> dict[str, Any]:
        """Return the settings of a source that reads it."""
        own = {"url": self.url, "database": self.database, "user": "admin"}
        return {**own, "password": self.password, **more}


@pytest.fixture(scope="session")
def tryton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrytonServer]:
    """Start Tryton on an empty SQLite file and seed it; about half a minute."""
    home = os.environ.get("CXIMPACT_TRYTON", "")
    if not (Path(home) / "bin" / "trytond").is_file() or not home:
        missing("Tryton", "run .ci/tryton and set CXIMPACT_TRYTON to the folder it names")
    folder = tmp_path_factory.mktemp("tryton")
    port = free_port()
    config = folder / "trytond.cfg"
    config.write_text(
        f"[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = 127.0.0.1:{port}\n"
    )
    (folder / "fair.sqlite").touch()
    (folder / "password").write_text("t0p-s3cret\n")
    words = ["-c", str(config), "-d", "fair"]
    subprocess.run(
        [f"{home}/bin/trytond-admin", *words, "--email", "admin@example.org", "--all", "-u",
         "account_budget", "analytic_budget", "project", "--activate-dependencies"],
        check=True, capture_output=True, timeout=240,
        env={**os.environ, "TRYTONPASSFILE": str(folder / "password")},
    )  # fmt: skip
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([f"{home}/bin/trytond", *words], stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(port)
        admin = _seeded(url, "t0p-s3cret")
        yield TrytonServer(url, "fair", "t0p-s3cret", admin)
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("Tryton does not listen")


def _seeded(url: str, password: str) -> Any:
    """Import the seed by its path: folders of tests are no packages."""
    spec = importlib.util.spec_from_file_location(
        "tryton_seed", Path(__file__).parent / "tryton_seed.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    admin = module.Admin(url, "fair", password)
    module.seed(admin)
    return admin


@pytest.fixture
def collect_tryton() -> Callable[..., Run]:
    """Collect by finance-tryton in this process, from the real server."""

    def collect(settings: dict[str, Any], **given: Any) -> Run:
        transport = given.pop("transport", None) or open_transport()
        return run_source(
            source("finance-tryton"), settings, network=True, transport=transport, **given
        )

    return collect
