"""The peer of `docket bench ml`: the same language model in PyTorch, driven line by line through standard input.

Each request is one JSON object, {"preset": "compact|standard", "task": "train|infer", "batch": B, "steps": T,
"vocabulary": V, "threads": N, "repeats": R, "clock": "WALL|CPU"}; each answer is {"seconds": best of R, "peakMegabytes": M}.
The first request of a preset builds its model, which one unmeasured pass warms up.
"""

import json
import resource
import sys
import time

import torch
from torch import nn

SIZES = {"compact": (256, 512), "standard": (400, 1152)}


class LanguageModel(nn.Module):
    def __init__(self, vocabulary, embedding, hidden):
        super().__init__()
        self.encoder = nn.Embedding(vocabulary, embedding)
        widths = [(embedding, hidden), (hidden, hidden), (hidden, embedding)]
        self.layers = nn.ModuleList([nn.LSTM(inputs, units) for inputs, units in widths])
        self.decoder = nn.Linear(embedding, vocabulary)
        self.decoder.weight = self.encoder.weight

    def encode(self, ids, state):
        x = self.encoder(ids)
        after = []
        for layer, before in zip(self.layers, state):
            x, memory = layer(x, before)
            after.append(tuple(part.detach() for part in memory))
        return x, after


class Case:
    def __init__(self, request):
        embedding, hidden = SIZES[request["preset"]]
        torch.manual_seed(1)
        self.model = LanguageModel(request["vocabulary"], embedding, hidden)
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(), lr=1e-3, betas=(0.9, 0.99), eps=1e-5, weight_decay=0.01
        )
        shape = (request["steps"] + 1, request["batch"])
        self.ids = torch.randint(0, request["vocabulary"], shape)
        self.state = [
            tuple(torch.zeros(1, request["batch"], layer.hidden_size) for _ in range(2)) for layer in self.model.layers
        ]

    def train(self):
        self.optimiser.zero_grad()
        output, self.state = self.model.encode(self.ids[:-1], self.state)
        logits = self.model.decoder(output)
        loss = nn.functional.cross_entropy(logits.view(-1, logits.shape[-1]), self.ids[1:].reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()

    def infer(self):
        with torch.no_grad():
            self.model.encode(self.ids[:-1], self.state)


def main():
    cases = {}
    for line in sys.stdin:
        request = json.loads(line)
        torch.set_num_threads(request["threads"])
        key = request["preset"]
        fresh = key not in cases
        if fresh:
            cases[key] = Case(request)
        run = cases[key].train if request["task"] == "train" else cases[key].infer
        if fresh:
            run()
        clock = time.process_time if request["clock"] == "CPU" else time.perf_counter
        best = float("inf")
        for _ in range(request["repeats"]):
            begin = clock()
            run()
            best = min(best, clock() - begin)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": best, "peakMegabytes": peak}), flush=True)


if __name__ == "__main__":
    main()
