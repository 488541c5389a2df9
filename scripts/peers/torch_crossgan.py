"""torch_crossgan.py THREADS SECONDS [batch]: one step of a cross-modal GAN, of the discriminator and then of the generator.

The generator draws images of 28 x 28 from spectrograms of 20 x 20, as crossgan does by default: convolutions with pooling
to an embedding of 32 with layer norm, a hidden layer of 128, and as decoder a linear layer of all pixels beside two
upsampled convolutions. Two draws give the energy score of pixels and of edges, and one goes to the discriminator, whose
weights are divided by their largest singular value, with the embedding. AdamW with rate .002, betas .5 and .999, decay .05.
"""
import os
import sys
import time

threads, seconds = int(sys.argv[1]), float(sys.argv[2])
os.environ.setdefault("OMP_NUM_THREADS", str(threads))
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.parametrizations import spectral_norm

torch.set_num_threads(threads)
torch.manual_seed(0)
batch = int(sys.argv[3]) if len(sys.argv) > 3 else 64
records, width, hidden, noise = 1275, 32, 128, 16
images, sounds = torch.randn(records, 1, 28, 28), torch.randn(records, 1, 20, 20)
order = torch.randperm(records)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 16, 3, padding=1), nn.Conv2d(16, 32, 3, padding=1)
        self.hidden, self.embedding, self.norm = nn.Linear(32 * 25, hidden), nn.Linear(hidden, width), nn.LayerNorm(width)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
        return self.norm(self.embedding(F.dropout(F.relu(self.hidden(x)), 0.3)))


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(noise + width + 1, hidden)
        self.place, self.start = nn.Linear(hidden, 784), nn.Linear(hidden, 32 * 49)
        self.conv1, self.draw = nn.Conv2d(32, 16, 3, padding=1), nn.Conv2d(16, 1, 3, padding=1)

    def forward(self, code):
        h = F.dropout(F.relu(self.hidden(torch.cat([torch.rand(len(code), noise) * 3.464 - 1.732, code], 1))), 0.3)
        x = F.relu(self.start(h)).view(-1, 32, 7, 7)
        x = F.relu(self.conv1(F.interpolate(x, scale_factor=2)))
        return self.place(h).view(-1, 1, 28, 28) + self.draw(F.interpolate(x, scale_factor=2))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = spectral_norm(nn.Conv2d(1, 16, 3, padding=1)), spectral_norm(nn.Conv2d(16, 32, 3, padding=1))
        self.target, self.pair = spectral_norm(nn.Linear(32 * 49, hidden)), spectral_norm(nn.Linear(hidden + width + 1, hidden))
        self.out = nn.Linear(hidden, 1)

    def forward(self, x, code):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
        return self.out(F.relu(self.pair(torch.cat([F.relu(self.target(x)), code], 1))))


def edges(x):
    return torch.cat([F.pad(x[..., 1:] - x[..., :-1], (0, 1)), F.pad(x[..., 1:, :] - x[..., :-1, :], (0, 0, 0, 1))], 1)


def energy(a, b, x):
    def far(u, v):
        return (u - v).flatten(1).norm(dim=1)

    return ((far(a, x) + far(b, x) - far(a, b)) / (2 * a[0].numel() ** 0.5)).mean()


encode, generate, judge = Encoder(), Generator(), Discriminator()
made_by = [*encode.parameters(), *generate.parameters()]
options = dict(lr=2e-3, betas=(0.5, 0.999), weight_decay=0.05)
opt_g, opt_d = torch.optim.AdamW(made_by, **options), torch.optim.AdamW(judge.parameters(), **options)
ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)
position = 0


def step():
    global position
    if position + batch > records:
        position = 0
    rows = order[position:position + batch]
    position += batch
    real = images[rows]
    embedding = encode(sounds[rows])
    code = torch.cat([embedding, torch.ones(batch, 1)], 1)
    a, b = generate(code), generate(code)
    told = code.detach()
    loss_d = 0.5 * (F.binary_cross_entropy_with_logits(judge(real, told), ones) + F.binary_cross_entropy_with_logits(judge(a.detach(), told), zeros))
    opt_d.zero_grad(set_to_none=True)
    loss_d.backward()
    opt_d.step()
    for p in judge.parameters():
        p.requires_grad_(False)
    score = 0.5 * energy(a, b, real) + 0.5 * energy(edges(a), edges(b), edges(real))
    loss_g = F.binary_cross_entropy_with_logits(judge(a, told), ones) + 10 * score
    opt_g.zero_grad(set_to_none=True)
    loss_g.backward()
    opt_g.step()
    for p in judge.parameters():
        p.requires_grad_(True)


for _ in range(5):
    step()
times, start = [], time.perf_counter()
while time.perf_counter() - start < seconds:
    t = time.perf_counter()
    step()
    times.append(time.perf_counter() - t)
med = sorted(times)[len(times) // 2]
print(f"torch crossgan threads {threads} median_step_us {med * 1e6:.0f} records_per_s {batch / med:.0f}")
