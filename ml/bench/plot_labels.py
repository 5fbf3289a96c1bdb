#!/usr/bin/env python3
"""Draws errors over the number of labels from the JSON rows of `docket bench ml-quality --json`, as SVG.

usage: ./docket bench ml-quality --sets trec6,clickbait --labels 20,50,100,200,500,all --json | ml/bench/plot_labels.py > docs/images/label-curve.svg
Needs Python 3 and nothing else.
"""
import json
import math
import sys

CURVES = [("linear", "linear", "#8a5a00"), ("champion", "champion", "#0b5c68"),
          ("ulmfit", "ULMFiT alone", "#7a3fa0"), ("fastTextVectors", "fastText + vectors", "#777777")]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 420, 300, 48, 36, 12, 40


def number(value):
    return value if isinstance(value, (int, float)) else None


def panel(name, rows, x0):
    sizes = [row["labels"] for row in rows]
    known = [int(size) for size in sizes if size != "all"]
    # "all" stands one step to the right of the largest number: how many that is differs from set to set
    places = [math.log(int(size)) if size != "all" else math.log(max(known)) + 1 for size in sizes]
    low, high = min(places), max(places)
    most = max(number(row.get(key)) or 0 for row in rows for key, _, _ in CURVES)
    top = 10 * math.ceil(most / 10)

    def x(place):
        return x0 + LEFT + (place - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(error):
        return TOP + (1 - error / top) * (HEIGHT - TOP - BOTTOM)

    out = ['<text x="%.0f" y="20" class="t">%s</text>' % (x0 + LEFT, name)]
    for tick in range(0, top + 1, 10):
        out.append('<line x1="%.0f" x2="%.0f" y1="%.1f" y2="%.1f" class="g"/><text x="%.0f" y="%.1f" class="l" text-anchor="end">%d %%</text>'
                   % (x0 + LEFT, x0 + WIDTH - RIGHT, y(tick), y(tick), x0 + LEFT - 6, y(tick) + 4, tick))
    for size, place in zip(sizes, places):
        out.append('<text x="%.1f" y="%d" class="l" text-anchor="middle">%s</text>' % (x(place), HEIGHT - BOTTOM + 18, size))
    out.append('<text x="%.0f" y="%d" class="l" text-anchor="middle">labelled rows</text>' % (x0 + WIDTH / 2 + 10, HEIGHT - 6))
    for key, _, colour in CURVES:
        points = [(x(place), y(number(row[key]))) for row, place in zip(rows, places) if number(row.get(key)) is not None]
        if points:
            out.append('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (colour, " ".join("%.1f,%.1f" % p for p in points)))
            out += ['<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>' % (*p, colour) for p in points]
    return out


def main():
    rows = [json.loads(line)["details"] for line in sys.stdin if line.startswith("{")]
    sets = list(dict.fromkeys(row["set"] for row in rows))
    width = WIDTH * len(sets)
    print('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="12">' % (width, HEIGHT + 24))
    print('<style>.t{font-size:14px;font-weight:600}.g{stroke:#e2e2e0}.l{fill:#555}</style><rect width="100%" height="100%" fill="#fff"/>')
    for at, name in enumerate(sets):
        print("\n".join(panel(name, [row for row in rows if row["set"] == name], at * WIDTH)))
    shown = [curve for curve in CURVES if any(number(row.get(curve[0])) is not None for row in rows)]
    for at, (_, title, colour) in enumerate(shown):
        print('<rect x="%d" y="%d" width="14" height="3" fill="%s"/><text x="%d" y="%d">%s</text>'
              % (LEFT + at * 130, HEIGHT + 8, colour, LEFT + at * 130 + 20, HEIGHT + 13, title))
    print("</svg>")


if __name__ == "__main__":
    main()
