"""Measure the run table in a real browser: first paint and scrolling of 10,000 runs in 60 columns.

Run it as ``python tests/benchmarks/bench_table.py``; it needs the packages of ``labextension`` and
a Chromium. Of scrolling it prints frames a second, and the processor time of the page's main
thread a frame, which a busy machine disturbs less.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(__file__).with_name("table_page") / "page.ts"
RUNS = 10_000
#: With 16 others that makes 60 columns.
METRICS = 44
FRAMES = 120
#: Pixels to the right and down, a frame.
WAYS = {"down": (0, 40), "down, fast": (0, 900), "right": (60, 0), "both": (25, 120)}
MOST_FIRST_PAINT = 500
LEAST_FRAMES = 50


def built() -> str:
    """Return the code of the page."""
    esbuild = ROOT / "labextension" / "node_modules" / ".bin" / "esbuild"
    options = ["--bundle", "--format=iife", "--target=es2022", "--loader:.css=text", "--minify"]
    told = subprocess.run([str(esbuild), str(PAGE), *options], capture_output=True, check=True)
    return told.stdout.decode()


def busy(session: CDPSession) -> float:
    """Return the seconds of the processor that the main thread took so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "TaskDuration")


def scrolled(page: Page, session: CDPSession, across: int, down: int) -> tuple[float, float]:
    """Return the median frames a second, and milliseconds of the processor a frame."""
    page.evaluate(f"scroll({across}, {down}, 10)")
    before = busy(session)
    times: list[float] = page.evaluate(f"scroll({across}, {down}, {FRAMES})")
    return 1000 / statistics.median(times), (busy(session) - before) * 1000 / FRAMES


def main() -> int:
    """Measure, print what was measured, and tell whether it is as wanted."""
    code = built()
    is_right = True
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_content("<div id='view'></div>")
            page.add_script_tag(content=code)
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            paint: float = page.evaluate(f"show({RUNS}, {METRICS})")
            print(f"first paint of {RUNS:,} runs: {paint:.0f} ms")
            is_right &= paint <= MOST_FIRST_PAINT
            for name, (across, down) in WAYS.items():
                frames, work = scrolled(page, session, across, down)
                print(f"{name}: {frames:.0f} frames/s, main thread {work:.1f} ms a frame")
                is_right &= frames >= LEAST_FRAMES
        finally:
            browser.close()
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
