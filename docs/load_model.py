"""Asks a network of Lacuna about records, with PyTorch: python3 load_model.py MODEL.safetensors RECORDS.json

RECORDS.json is a list of {modality: [numbers, null where a cell is missing]}; a modality that is not there is absent.
Prints the class probabilities of each record. For the methods attention, token and bypass on tables of numbers."""
import json, struct, sys, torch
from torch.nn.functional import layer_norm, linear, softmax

def read(path):
    data = open(path, "rb").read()
    size, = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + size])
    state = json.loads(header.pop("__metadata__")["state"])
    kinds, tensors = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}, {}
    for name, t in header.items():
        low, high = (8 + size + x for x in t["data_offsets"])
        if high > low and t["dtype"] in kinds:
            tensors[name] = torch.frombuffer(bytearray(data[low:high]), dtype=kinds[t["dtype"]]).reshape(t["shape"])
    return state, tensors
def numbers(x, tensors, path):  # lists stand in the text, or are tensors
    return tensors[path] if x == "tensor" else torch.tensor(x, dtype=torch.float64)
def features(state, tensors, block, k, cells):  # a row of numbers -> what the network sees
    scale, at = state["features"]["modalities"][block["modality"]]["inner"], f"features.modalities.{block['modality']}.inner."
    x = torch.tensor([float("nan") if c is None else float(c) for c in cells], dtype=torch.float64)
    x = (x - numbers(scale["middle"], tensors, at + "middle")) / numbers(scale["scale"], tensors, at + "scale")
    at = f"model.state.blocks.{k}."
    z = (x - numbers(block["mean"], tensors, at + "mean")) * block["scale"]
    z = z.clamp(numbers(block["low"], tensors, at + "low"), numbers(block["high"], tensors, at + "high"))
    gaps = numbers(block["gaps"] or [], tensors, at + "gaps").long()
    return torch.cat([torch.nan_to_num(z), torch.isnan(x)[gaps].double()]).float()
def dense(p, name, x): return linear(x, p[name + "/W"].T, p[name + "/b"][0])
def norm(p, name, x): return layer_norm(x, x.shape[-1:], p[name + "/gain"][0], p[name + "/bias"][0], 1e-5)
def network(p, method, settings, parts):  # parts: by modality, features or None
    tokens = [None if x is None else norm(p, f"encoder/{n}/norm", dense(p, f"encoder/{n}/embedding", dense(p, f"encoder/{n}/hidden", x).relu())) for n, x in parts]
    if method == "token":
        there = torch.tensor([float(t is not None) for t in tokens])
        x = torch.cat([p["fusion/token"][k] if t is None else t for k, t in enumerate(tokens)]).relu()
        return dense(p, "head", (linear(x, p["fusion/hidden/W"].T, p["fusion/hidden/b"][0]) + there @ p["fusion/hidden/W2"]).relu())
    present = [t for t in tokens if t is not None]
    if method == "bypass": return dense(p, "head", dense(p, "fusion/hidden", torch.stack(present).mean(0).relu()).relu())
    s, heads = torch.stack([p["fusion/class"][0]] + present), int(settings["heads"])
    for l in range(1, int(settings["layers"]) + 1):
        at = f"fusion/layer{l}/"
        q, k, v = (y.reshape(len(s), heads, -1).transpose(0, 1) for y in dense(p, at + "qkv", norm(p, at + "norm1", s)).chunk(3, -1))
        mixed = softmax(q @ k.transpose(1, 2) / q.shape[-1] ** 0.5, -1) @ v
        s = s + dense(p, at + "out", mixed.transpose(0, 1).reshape(s.shape))
        s = s + dense(p, at + "mlp2", dense(p, at + "mlp1", norm(p, at + "norm2", s)).relu())
    return dense(p, "head", norm(p, "fusion/norm", s[0]))

def main(model, records):
    state, tensors = read(model)
    method, learned, inputs, out = state["model"]["name"], state["model"]["state"], state["features"]["modalities"], []
    for record in json.load(open(records)):
        seen = [record.get(inputs[b["modality"]]["input"]["name"]) for b in learned["blocks"]]
        parts = [(f"modality{b['modality']}", c and features(state, tensors, b, k, c)) for k, (b, c) in enumerate(zip(learned["blocks"], seen))]
        members = ([(name[len(at):], t) for name, t in tensors.items() if name.startswith(at)] for at in (f"model.state.networks.{n}." for n in range(len(learned["networks"]))))
        votes = [softmax(network(dict(p), method, state["model"]["settings"], parts).double(), -1) for p in members] if any(seen) else []
        out.append(torch.stack(votes).mean(0).tolist() if votes else learned["prior"])
    print(json.dumps(out))

main(*sys.argv[1:])
