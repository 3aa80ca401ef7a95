"""Short definitions of networks that torchvision does not have: MLP-Mixer, BERT, DistilBERT, GPT-2 and Llama in small widths."""

import math

import torch
from torch import nn
from torch.nn import functional as F


class MixerLayer(nn.Module):
    def __init__(self, tokens, width):
        super().__init__()
        self.token_norm, self.channel_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.token_mixing = nn.Sequential(nn.Linear(tokens, 2 * tokens), nn.GELU(), nn.Linear(2 * tokens, tokens))
        self.channel_mixing = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        x = x + self.token_mixing(self.token_norm(x).transpose(1, 2)).transpose(1, 2)
        return x + self.channel_mixing(self.channel_norm(x))


class Mixer(nn.Module):
    def __init__(self, width=64, layers=4, patch=16, side=112, classes=10):
        super().__init__()
        self.patches = nn.Conv2d(3, width, patch, patch)
        self.layers = nn.Sequential(*[MixerLayer((side // patch) ** 2, width) for _ in range(layers)])
        self.norm = nn.LayerNorm(width)
        self.classifier = nn.Linear(width, classes)

    def forward(self, x):
        x = self.norm(self.layers(self.patches(x).flatten(2).transpose(1, 2)))
        return self.classifier(x.mean(1))


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

    def forward(self, x, hide):
        q, k, v = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        weights = hide(q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).flatten(2))


class EncoderLayer(nn.Module):
    """Normalised after each sub-layer, as BERT and DistilBERT are."""

    def __init__(self, width, heads):
        super().__init__()
        self.attention = Attention(width, heads)
        self.attention_norm, self.norm = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, hide):
        x = self.attention_norm(x + self.attention(x, hide))
        return self.norm(x + self.narrow(F.gelu(self.wide(x))))


class Embeddings(nn.Module):
    def __init__(self, words, positions, width, types):
        super().__init__()
        self.words, self.positions = nn.Embedding(words, width), nn.Embedding(positions, width)
        self.types = nn.Embedding(2, width) if types else None
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.register_buffer("order", torch.arange(positions)[None], persistent=False)

    def forward(self, ids, types=None):
        x = self.words(ids) + self.positions(self.order[:, :ids.shape[1]])
        return self.norm(x if types is None else x + self.types(types))


class Bert(nn.Module):
    """Hides padding by adding a large negative number to the scores; ends in a pooled vector."""

    def __init__(self, width=64, layers=4, heads=4, words=1000, positions=128):
        super().__init__()
        self.embeddings = Embeddings(words, positions, width, True)
        self.layers = nn.ModuleList(EncoderLayer(width, heads) for _ in range(layers))
        self.pooler = nn.Linear(width, width)

    def forward(self, input_ids, attention_mask, token_type_ids):
        bias = (1.0 - attention_mask[:, None, None, :].float()) * torch.finfo(torch.float32).min
        x = self.embeddings(input_ids, token_type_ids)
        for layer in self.layers:
            x = layer(x, lambda scores: scores + bias)
        return torch.tanh(self.pooler(x[:, 0]))


class DistilBert(nn.Module):
    """Hides padding by filling the scores; ends in token states."""

    def __init__(self, width=64, layers=3, heads=4, words=1000, positions=128):
        super().__init__()
        self.embeddings = Embeddings(words, positions, width, False)
        self.layers = nn.ModuleList(EncoderLayer(width, heads) for _ in range(layers))

    def forward(self, input_ids, attention_mask):
        padding = (attention_mask == 0)[:, None, None, :]
        x = self.embeddings(input_ids)
        for layer in self.layers:
            x = layer(x, lambda scores: scores.masked_fill(padding, torch.finfo(torch.float32).min))
        return x


class Gpt2Layer(nn.Module):
    """Normalised before each sub-layer; query, key and value from one product over flattened tokens; GELU by tanh."""

    def __init__(self, width, heads, positions):
        super().__init__()
        self.heads, self.width = heads, width
        self.attention_norm, self.norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.weight = nn.ParameterDict({name: nn.Parameter(torch.randn(shape)) for name, shape in
                                        dict(qkv=(width, 3 * width), out=(width, width), wide=(width, 4 * width),
                                             narrow=(4 * width, width)).items()})
        self.bias = nn.ParameterDict({name: nn.Parameter(torch.randn(weight.shape[1])) for name, weight in self.weight.items()})
        self.register_buffer("seen", torch.ones(positions, positions, dtype=torch.bool).tril()[None, None], persistent=False)

    def product(self, x, name):
        flat = torch.addmm(self.bias[name], x.reshape(-1, x.shape[-1]), self.weight[name])
        return flat.view(x.shape[0], x.shape[1], flat.shape[-1])

    def forward(self, x):
        n, length, _ = x.shape
        q, k, v = (part.view(n, length, self.heads, -1).transpose(1, 2)
                   for part in self.product(self.attention_norm(x), "qkv").split(self.width, 2))
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        scores = torch.where(self.seen[:, :, :length, :length], scores, torch.finfo(torch.float32).min)
        x = x + self.product((scores.softmax(-1) @ v).transpose(1, 2).reshape(n, length, self.width), "out")
        return x + self.product(F.gelu(self.product(self.norm(x), "wide"), approximate="tanh"), "narrow")


class Gpt2(nn.Module):
    """A language model's output is one product with the embedding table."""

    def __init__(self, width=64, layers=3, heads=4, words=1000, positions=128):
        super().__init__()
        self.words, self.positions = nn.Embedding(words, width), nn.Embedding(positions, width)
        self.layers = nn.ModuleList(Gpt2Layer(width, heads, positions) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, input_ids):
        x = self.words(input_ids) + self.positions(torch.arange(input_ids.shape[1]))
        for layer in self.layers:
            x = layer(x)
        return F.linear(self.norm(x), self.words.weight)


class RmsNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))


class LlamaLayer(nn.Module):
    """Rotary positions, keys and values shared by pairs of heads, gated feed-forward."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.part = heads, width // heads
        self.attention_norm, self.norm = RmsNorm(width), RmsNorm(width)
        self.query, self.out = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)
        self.key, self.value = nn.Linear(width, width // 2, bias=False), nn.Linear(width, width // 2, bias=False)
        self.gate, self.wide = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, 3 * width, bias=False)
        self.narrow = nn.Linear(3 * width, width, bias=False)

    def rotate(self, x, cos, sin):
        x = x.view(x.shape[0], x.shape[1], -1, self.part).transpose(1, 2)
        a, b = x.chunk(2, -1)
        return x * cos + torch.cat((-b, a), -1) * sin

    def forward(self, x, cos, sin, bias):
        h = self.attention_norm(x)
        q, k = self.rotate(self.query(h), cos, sin), self.rotate(self.key(h), cos, sin)
        v = self.value(h).view(x.shape[0], x.shape[1], -1, self.part).transpose(1, 2)
        k, v = k.repeat_interleave(2, 1), v.repeat_interleave(2, 1)
        scores = q @ k.transpose(-1, -2) / math.sqrt(self.part) + bias
        x = x + self.out((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))
        h = self.norm(x)
        return x + self.narrow(F.silu(self.gate(h)) * self.wide(h))


class Llama(nn.Module):
    def __init__(self, width=64, layers=3, heads=4, words=1000, positions=128):
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.layers = nn.ModuleList(LlamaLayer(width, heads) for _ in range(layers))
        self.norm = RmsNorm(width)
        self.head = nn.Linear(width, words, bias=False)
        part = width // heads
        self.register_buffer("frequencies", 10000.0 ** (-torch.arange(0, part, 2) / part), persistent=False)

    def forward(self, input_ids, attention_mask):
        length = input_ids.shape[1]
        angles = torch.arange(length)[:, None].float() * self.frequencies
        angles = torch.cat((angles, angles), -1)
        seen = torch.ones(length, length, dtype=torch.bool).tril()[None, None] & (attention_mask[:, None, None, :] > 0)
        bias = (~seen).float() * -1e9
        x = self.words(input_ids)
        for layer in self.layers:
            x = layer(x, angles.cos(), angles.sin(), bias)
        return self.head(self.norm(x))
