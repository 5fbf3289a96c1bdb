#!/usr/bin/python3
"""Makes two small AWD-LSTM language models in fastai's file formats, with PyTorch's answers beside them.

usage: make_fastai_fixture.py OUT_FOLDER        (needs python3-torch)

`stream/` holds the form of before torch 1.6 with a flat state dictionary in version 1's names and a stale weight_hh_l0;
`zip/` holds the newer form with {model, opt}. expected.json: for some sequences the logits of the last position, the
[last, max, mean] pooled encoder output, and the mean negative log-likelihood in nats, from a zero state, no dropout.
"""
import collections, json, os, pickle, sys
import torch

LAYERS = 3


def model(seed, words, width, hidden, stale):
    torch.manual_seed(seed)
    state = collections.OrderedDict()
    embedding = torch.empty(words, width).uniform_(-0.5, 0.5)
    state["0.encoder.weight"] = embedding
    state["0.encoder_dp.emb.weight"] = embedding
    rnns = []
    for i in range(LAYERS):
        rnn = torch.nn.LSTM(width if i == 0 else hidden, width if i == LAYERS - 1 else hidden)
        for parameter in rnn.parameters():
            torch.nn.init.uniform_(parameter, -0.6, 0.6)
        rnns.append(rnn)
        state[f"0.rnns.{i}.weight_hh_l0_raw"] = rnn.weight_hh_l0.data
        state[f"0.rnns.{i}.module.weight_ih_l0"] = rnn.weight_ih_l0.data
        if stale:
            state[f"0.rnns.{i}.module.weight_hh_l0"] = torch.nn.functional.dropout(rnn.weight_hh_l0.data, 0.5)
        state[f"0.rnns.{i}.module.bias_ih_l0"] = rnn.bias_ih_l0.data
        state[f"0.rnns.{i}.module.bias_hh_l0"] = rnn.bias_hh_l0.data
    bias = torch.empty(words).uniform_(-0.5, 0.5)
    state["1.decoder.weight"] = embedding
    state["1.decoder.bias"] = bias
    return state, rnns, embedding, bias


def expected(rnns, embedding, bias, lengths):
    cases = []
    for length in lengths:
        ids = torch.randint(0, embedding.shape[0], (length,))
        with torch.no_grad():
            x = embedding[ids].unsqueeze(1)
            for rnn in rnns:
                x, _ = rnn(x)
            output = x[:, 0]
            logits = output @ embedding.T + bias
            loss = torch.nn.functional.cross_entropy(logits[:-1], ids[1:]).item() if length > 1 else None
            pooled = torch.cat([output[-1], output.max(0)[0], output.mean(0)])
        cases.append({"ids": ids.tolist(), "lastLogits": logits[-1].tolist(),
                      "pooledLastMaxMean": pooled.tolist(), "meanNegativeLogLikelihood": loss})
    return cases


def write(folder, seed, words, width, hidden, specials, zipped):
    os.makedirs(folder, exist_ok=True)
    state, rnns, embedding, bias = model(seed, words, width, hidden, not zipped)
    content = {"model": state, "opt": {"hypers": [{"lr": 0.001, "mom": 0.9}], "state": [embedding[0]]}} if zipped else state
    torch.save(content, os.path.join(folder, "lstm.pth"), _use_new_zipfile_serialization=zipped)
    tokens = specials + [f"w{i}" for i in range(words - len(specials))]
    with open(os.path.join(folder, "itos.pkl"), "wb") as out:
        pickle.dump(tokens, out, protocol=4 if zipped else 2)
    with open(os.path.join(folder, "expected.json"), "w") as out:
        json.dump({"vocabulary": words, "embedding": width, "hidden": hidden, "tolerance": 1e-4,
                   "cases": expected(rnns, embedding, bias, [1, 5, 40])}, out)


if __name__ == "__main__":
    first = ["xxunk", "xxpad", "xxbos", "xxfld", "xxmaj", "xxup", "xxrep", "xxwrep"]
    second = ["xxunk", "xxpad", "xxbos", "xxeos", "xxfld", "xxrep", "xxwrep", "xxup", "xxmaj"]
    write(os.path.join(sys.argv[1], "stream"), 1, 21, 6, 10, first, False)
    write(os.path.join(sys.argv[1], "zip"), 2, 32, 5, 9, second, True)
