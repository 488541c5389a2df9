"""torch_losses.py <PROBLEM: the losses of the reference fusion model in full-batch training by Adam, one a line.

The problem is JSON: "blocks" (each with "cols", the rows "x" of all records, and "present"), "labels", the initial "params"
by the names of the engine ("m0/1/W": in × out, "m0/1/b", …, "fusion/token", "pool/query", "head/W", "head/b"; each with
"rows", "cols" and "values"), "steps" and "rate". Ends with 3 where there is no torch.
"""
import json
import sys

try:
    import torch
    import torch.nn.functional as F
except ImportError:
    sys.exit(3)

problem = json.load(sys.stdin)
torch.set_num_threads(1)
blocks = [torch.tensor(b["x"], dtype=torch.float32).reshape(-1, b["cols"]) for b in problem["blocks"]]
present = torch.tensor([b["present"] for b in problem["blocks"]]).T
labels = torch.tensor(problem["labels"])
p = {name: torch.tensor(v["values"], dtype=torch.float32).reshape(v["rows"], v["cols"]).requires_grad_() for name, v in problem["params"].items()}
opt = torch.optim.Adam(p.values(), lr=problem["rate"])


def linear(name, x):
    return x @ p[name + "/W"] + p[name + "/b"]


for _ in range(problem["steps"]):
    h = torch.stack([linear(f"m{k}/2", torch.relu(linear(f"m{k}/1", x))) for k, x in enumerate(blocks)], 1)
    t = torch.where(present.unsqueeze(-1), h, p["fusion/token"])
    query = p["pool/query"][0]
    a = torch.softmax(t @ query / len(query) ** 0.5, 1)
    loss = F.cross_entropy(linear("head", (a.unsqueeze(-1) * t).sum(1)), labels)
    opt.zero_grad(set_to_none=True)
    loss.backward()
    opt.step()
    print(f"{loss.item():.9g}")
