#!/usr/bin/env python3
"""Perplexity of an interpolated modified Kneser-Ney model (Chen and Goodman 1998) on encoded text, the peer of the base model.

usage: kneser_ney.py TRAIN.ids VALID.ids... [--order 5]
The .ids files are those of `docket ml tokenizer encode` (16-bit token ids, and a .json beside with words and characters), so that both
models predict the same tokens and nothing is unknown. Needs numpy; about 4 GB of memory for 30 million tokens.
"""
import argparse
import json
import math

import numpy as np

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def read(path):
    return np.fromfile(path, dtype="<u2").astype(np.uint64)


def mixed(keys):
    """Spreads hashes over 64 bits; among tens of millions of n-grams two alike are not to be expected."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def ngrams(tokens, order):
    """For each length from 0, a hash of the n-gram that ends at each place; shorter ones at the beginning are not told apart from others' ends."""
    keys = [np.zeros(len(tokens), np.uint64)]
    for length in range(1, order + 1):
        before = np.zeros(len(tokens), np.uint64)
        before[1:] = keys[length - 1][:-1]
        keys.append(mixed(before * MULTIPLIER + tokens + np.uint64(length)))
    return keys


def sums(keys, values):
    """Distinct keys, sorted, and the sum of their values."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return keys[starts], np.add.reduceat(values[order], starts)


def look_up(keys, values, wanted):
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, values[places], 0)


class Level:
    """Counts of one length of n-gram: of the text for the longest, of the different words before them for the others."""

    def __init__(self, keys, counts, contexts):
        self.keys, self.counts = keys, counts
        ones, twos, threes, fours = (np.count_nonzero(counts == k) for k in (1, 2, 3, 4))
        y = ones / (ones + 2 * twos)
        self.discounts = np.array([0, 1 - 2 * y * twos / ones, 2 - 3 * y * threes / twos, 3 - 4 * y * fours / threes])
        given = self.discounts[np.minimum(counts, 3)]
        self.contexts, self.totals = sums(contexts, counts.astype(np.float64))
        _, self.left = sums(contexts, given)

    def probabilities(self, wanted, contexts, lower):
        counts = look_up(self.keys, self.counts, wanted)
        totals = look_up(self.contexts, self.totals, contexts)
        left = look_up(self.contexts, self.left, contexts)
        known = totals > 0
        safe = np.where(known, totals, 1)
        own = np.maximum(counts - self.discounts[np.minimum(counts, 3)], 0) / safe
        return np.where(known, own + left / safe * lower, lower)


def train(tokens, order):
    keys = ngrams(tokens, order)
    levels = {}
    distinct, first, counts = np.unique(keys[order][order - 1:], return_index=True, return_counts=True)
    first += order - 1
    for length in range(order, 0, -1):
        contexts = keys[length - 1][first - 1] if length > 1 else np.zeros(len(first), np.uint64)
        levels[length] = Level(distinct, counts, contexts)
        if length > 1:
            suffixes = keys[length - 1][first]
            distinct, place, counts = np.unique(suffixes, return_index=True, return_counts=True)
            first = first[place]
    return levels


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train")
    parser.add_argument("valid", nargs="+")
    parser.add_argument("--order", type=int, default=5)
    arguments = parser.parse_args()
    vocabulary = json.load(open(arguments.train + ".json"))["vocabulary"]
    levels = train(read(arguments.train), arguments.order)
    for path in arguments.valid:
        tokens = read(path)
        about = json.load(open(path + ".json"))
        keys = ngrams(tokens, arguments.order)
        probabilities = np.full(len(tokens), 1.0 / vocabulary)
        for length in range(1, arguments.order + 1):
            contexts = np.zeros(len(tokens), np.uint64)
            if length > 1:
                contexts[1:] = keys[length - 1][:-1]
            probabilities = levels[length].probabilities(keys[length], contexts, probabilities)
        loss = -np.log(probabilities).sum()
        print(json.dumps({
            "text": path, "order": arguments.order, "tokens": len(tokens), "words": about["words"],
            "meanNegativeLogLikelihood": loss / len(tokens), "perplexityPerToken": math.exp(loss / len(tokens)),
            "perplexityPerWord": math.exp(loss / about["words"]), "bitsPerCharacter": loss / math.log(2) / about["characters"]}))


if __name__ == "__main__":
    main()
