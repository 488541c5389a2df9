"""torch_inference.py THREADS SECONDS [d0,d1,d2,h1,h2] [batch]: predicting 100,000 records with the reference fusion model, without gradients.

The model of torch_fusion.py: three encoders Linear-ReLU-Linear, a learned token for a missing modality, attention pooling
with one query, a linear head of 10 classes. 20 % of the modalities missing. Minibatches are views, so that nothing is copied.
"""
import os
import sys
import time

threads, seconds = int(sys.argv[1]), float(sys.argv[2])
os.environ.setdefault("OMP_NUM_THREADS", str(threads))
import torch

torch.set_num_threads(threads)
torch.manual_seed(0)
*dims, h1, h2 = [int(v) for v in (sys.argv[3] if len(sys.argv) > 3 else "200,200,100,256,128").split(",")]
batch = int(sys.argv[4]) if len(sys.argv) > 4 else 1000
records, classes = 100000, 10
x = [torch.randn(records, d) for d in dims]
present = torch.rand(records, 3) >= 0.2


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = torch.nn.ModuleList(
            torch.nn.Sequential(torch.nn.Linear(d, h1), torch.nn.ReLU(), torch.nn.Linear(h1, h2)) for d in dims)
        self.token = torch.nn.Parameter(torch.randn(3, h2) * 0.1)
        self.query = torch.nn.Parameter(torch.randn(h2) * 0.1)
        self.head = torch.nn.Linear(h2, classes)

    def forward(self, xs, present):
        h = torch.stack([e(v) for e, v in zip(self.enc, xs)], 1)
        t = torch.where(present.unsqueeze(-1), h, self.token)
        a = torch.softmax(torch.matmul(t, self.query) / h2 ** 0.5, 1)
        return self.head(torch.bmm(a.unsqueeze(1), t).squeeze(1))


net = Net().eval()


def predict():
    with torch.no_grad():
        return torch.cat([net([v[i:i + batch] for v in x], present[i:i + batch]) for i in range(0, records, batch)])


predict()
times, start = [], time.perf_counter()
while time.perf_counter() - start < seconds or not times:
    t = time.perf_counter()
    predict()
    times.append(time.perf_counter() - t)
med = sorted(times)[len(times) // 2]
print(f"torch inference threads {threads} median_us {med * 1e6:.0f} records_per_s {records / med:.0f}")
