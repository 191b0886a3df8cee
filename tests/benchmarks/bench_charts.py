"""Measure the charts of views in a real browser: a long series drawn, a brush over many lines.

Run it as ``python tests/benchmarks/bench_charts.py``; it needs the packages of ``labextension``
and a Chromium. It prints the median and the worst of each.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(__file__).with_name("charts_page") / "page.ts"
LINES = 2_000
POINTS = 1_000_000


def built() -> str:
    """Return the code of the page."""
    esbuild = ROOT / "labextension" / "node_modules" / ".bin" / "esbuild"
    options = ["--bundle", "--format=iife", "--target=es2022", "--loader:.css=text", "--minify"]
    told = subprocess.run([str(esbuild), str(PAGE), *options], capture_output=True, check=True)
    return told.stdout.decode()


def brush_times(page: Page) -> list[float]:
    """Return the milliseconds from a move of a brush to the frame that shows it."""
    page.evaluate(f"show({{runs: {LINES}, points: 10, first: 'parallel'}})")
    page.locator(".g-axis").first.wait_for()
    box = page.locator(".g-axis").nth(2).bounding_box()
    assert box is not None
    x, top, height = box["x"] + box["width"] / 2, box["y"], box["height"]
    page.evaluate(
        """() => {
          window.times = [];
          window.addEventListener('pointermove', () => {
            const before = performance.now();
            // After the frame that the brush asked for; a pixel read back has to be drawn first.
            requestAnimationFrame(() => setTimeout(() => {
              for (const canvas of document.querySelectorAll('.g-parallel canvas'))
                canvas.getContext('2d').getImageData(0, 0, 1, 1);
              window.times.push(performance.now() - before);
            }));
          });
        }"""
    )
    page.mouse.move(x, top + height * 0.2)
    page.mouse.down()
    for i in range(40):
        page.mouse.move(x, top + height * (0.21 + i * 0.015))
        page.wait_for_function(f"window.times.length > {i}")
    page.mouse.up()
    times: list[float] = page.evaluate("window.times")
    return times[3:]


def main() -> int:
    """Measure, and print what was measured."""
    code = built()
    figures: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        try:
            for name, act in {
                f"{POINTS:,} points drawn, smoothed": f"drawSeries({POINTS}, false)",
                f"{POINTS:,} points drawn, outliers clipped": f"drawSeries({POINTS}, true)",
                f"brush moved over {LINES:,} lines": "",
            }.items():
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.set_content("<div id='view'></div>")
                page.add_script_tag(content=code)
                figures[name] = page.evaluate(act) if act else brush_times(page)
                page.close()
        finally:
            browser.close()
    for name, times in figures.items():
        print(f"{name}: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms")
    print(json.dumps({name: [round(one, 1) for one in times] for name, times in figures.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
