"""The sample company "Brightsmile": source files like those a software company for dental practices would have."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.sample.activity import record
from data.sample.commerce import changes_table, draw_trials, subscriptions_table, tickets_table, trials_table
from data.sample.effects import read_effects
from data.sample.people import draw_people, people_table
from data.sample.practices import draw_practices, practices_table
from data.sample.tables import write
from data.sample.voice import csat_table, draw_moods, nps_table

PROJECT_FILE = Path(__file__).with_name("strata.toml")
WORDS = Path(__file__).with_name("words.toml")
FULL_SIZE = 1_200


def generate(
    folder: Path, *, seed: int = 7, n_accounts: int = FULL_SIZE, report: Callable[[str], None] = print
) -> None:
    """Writes the sample's source files, which `strata.toml` names, into the folder; the same seed gives the same bytes.

    Args:
        folder: Where the files go; made if missing, files of the same name are replaced.
        seed: Chooses the draw; the planted effects are the same for all.
        n_accounts: Number of practices; users and events follow in proportion.
        report: Gets one line per file written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in draw_tables(seed=seed, n_accounts=n_accounts).items():
        path = folder / name
        write(table, path)
        report(f"{name}: {table.num_rows:,} rows")


def draw_tables(*, seed: int, n_accounts: int) -> dict[str, pa.Table]:
    """Returns the source tables by file name."""
    effects, words = read_effects(), tomllib.loads(WORDS.read_text("utf-8"))
    rng = np.random.default_rng(seed)
    practices = draw_practices(rng, effects, words["practices"], n_accounts)
    people = draw_people(rng, effects, practices)
    activity = record(rng, effects, people, practices)
    trials = draw_trials(rng, effects, people)
    moods = draw_moods(rng, people, practices)
    return {
        "accounts.csv": practices_table(rng, practices),
        "users.csv": people_table(rng, effects, words["people"], people, practices),
        "events.parquet": activity.events,
        "nps.csv": nps_table(
            rng, effects, words, people=people, practices=practices, moods=moods, charted_yearly=activity.charted_yearly
        ),
        "csat.csv": csat_table(rng, effects, words, people, moods, trials),
        "tickets.csv": tickets_table(rng, effects, people),
        "subscriptions.csv": subscriptions_table(rng, effects, practices),
        "subscription_changes.csv": changes_table(rng, practices),
        "assignments.parquet": trials_table(trials, people),
    }
