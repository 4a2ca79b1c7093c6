#!/usr/bin/env python3
"""Makes a data set of 400 answers and works out its statistics independently of the hub.

Only the standard library is used: `statistics` for means, deviations and quantiles (`method="inclusive"` is type 7 of Hyndman and Fan, as in
pandas), `collections.Counter` for frequencies. Run it anew with

    python3 tests/tools/survey_statistics.py > domain/domain-surveys/src/results/tests/statistics.json
"""

import collections
import json
import random
import statistics

random.seed(20261122)

CATEGORIES = ["anziano", "lavoratrice", "studente"]
responses = []
for number in range(400):
    category = random.choices(CATEGORIES, [5, 3, 2])[0]
    answers = {}
    if random.random() < 0.93:
        answers["eta"] = {"anziano": 72, "lavoratrice": 43, "studente": 21}[category] + random.randint(-9, 9)
    if random.random() < 0.9:
        answers["lavora"] = random.choices(["si", "no", "cerca"], [4, 5, 2])[0]
    if random.random() < 0.85:
        answers["servizi"] = random.sample(["a", "b", "c"], random.randint(1, 3))
    if random.random() < 0.9:
        answers["ordine"] = random.sample(["a", "b", "c"], 3)
    if random.random() < 0.88:
        answers["voto"] = random.choices([1, 2, 3, 4, 5], [1, 2, 4, 6, 3])[0]
    if random.random() < 0.9:
        answers["spesa"] = round(random.lognormvariate(5, 0.7), 2)
    rows = {row: random.choice(["si", "no"]) for row in ["inps", "asl"] if random.random() < 0.85}
    if rows:
        answers["griglia"] = rows
    responses.append({"category": category, "answers": answers})


def figures(numbers):
    quartiles = statistics.quantiles(numbers, n=4, method="inclusive")
    return {
        "count": len(numbers),
        "mean": statistics.fmean(numbers),
        "deviation": statistics.stdev(numbers),
        "quartiles": quartiles,
    }


def given(question, chosen):
    return [one["answers"][question] for one in chosen if question in one["answers"]]


def of(chosen):
    result = {"total": len(chosen)}
    for question in ["eta", "voto", "spesa"]:
        result[question] = figures(given(question, chosen))
    counts = collections.Counter(given("lavora", chosen))
    result["lavora"] = {"answered": sum(counts.values()), "counts": [counts[one] for one in ["si", "no", "cerca"]]}
    lists = given("servizi", chosen)
    result["servizi"] = {"answered": len(lists), "counts": [sum(one in codes for codes in lists) for one in "abc"]}
    ranks = given("ordine", chosen)
    result["ordine"] = [statistics.fmean([rank.index(one) + 1 for rank in ranks]) for one in "abc"]
    for row in ["inps", "asl"]:
        values = [rows[row] for rows in given("griglia", chosen) if row in rows]
        result["griglia." + row] = {"answered": len(values), "counts": [values.count(one) for one in ["si", "no"]]}
    cross = collections.Counter(
        (one["answers"].get("lavora"), one["answers"].get("voto")) for one in chosen
    )
    result["lavora by voto"] = [[cross[(code, point)] for code in ["si", "no", "cerca"]] for point in [1, 2, 3, 4, 5, None]]
    return result


expected = {"all": of(responses)}
for category in CATEGORIES:
    expected[category] = of([one for one in responses if one["category"] == category])
print(json.dumps({"responses": responses, "expected": expected}, indent=None, separators=(",", ":")))
