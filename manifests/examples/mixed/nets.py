"""Seven small classifiers of grey pictures of 28 x 28: four convolutional designs of four decades, and two without convolutions.

Written so that an exported weight is the module's own tensor under its own name: linear maps hold their weight as [in, out], no
convolution has a bias before a batch normalisation, and shapes are constants but for the batch.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

SIDE = 28
PATCH = 4
TOKENS = (SIDE // PATCH) ** 2


class Linear(nn.Module):
    """x weight + bias over the last axis, weight [inputs, outputs]: one MatMul and one Add in ONNX, for any rank of x."""

    def __init__(self, inputs, outputs, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inputs, outputs) / math.sqrt(inputs))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None

    def forward(self, x):
        product = x @ self.weight
        return product if self.bias is None else product + self.bias


class ConvNorm(nn.Sequential):
    """Convolution and batch normalisation, then ReLU unless it ends a branch."""

    def __init__(self, inputs, outputs, size=3, stride=1, groups=1, relu=True):
        layers = [nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
        super().__init__(*layers, *([nn.ReLU()] if relu else []))


class Pooled(nn.Module):
    """The mean over a map, then the classes."""

    def __init__(self, channels, classes):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classes = Linear(channels, classes)

    def forward(self, x):
        return self.classes(self.pool(x).flatten(1))


def lenet(classes):
    """After LeNet-5 (LeCun et al. 1998), with ReLU and maximum pooling."""
    return nn.Sequential(nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 24, 5), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Flatten(), Linear(600, 120), nn.ReLU(), Linear(120, 84), nn.ReLU(), Linear(84, classes))


def vgg(classes):
    """After VGG (Simonyan and Zisserman 2015), with batch normalisation and a pooled head."""
    return nn.Sequential(ConvNorm(1, 16), ConvNorm(16, 16), nn.MaxPool2d(2), ConvNorm(16, 32), ConvNorm(32, 32), nn.MaxPool2d(2),
                         ConvNorm(32, 64), ConvNorm(64, 64), ConvNorm(64, 64), Pooled(64, classes))


class Residual(nn.Module):
    """Basic block of ResNet (He et al. 2016): two convolutions beside the identity, or beside a projection where the shape changes."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.branch = nn.Sequential(ConvNorm(inputs, outputs, stride=stride), ConvNorm(outputs, outputs, relu=False))
        same = stride == 1 and inputs == outputs
        self.skip = nn.Identity() if same else ConvNorm(inputs, outputs, 1, stride, relu=False)

    def forward(self, x):
        return F.relu(self.branch(x) + self.skip(x))


def resnet(classes):
    return nn.Sequential(ConvNorm(1, 16), Residual(16, 16), Residual(16, 32, 2), Residual(32, 32), Residual(32, 64, 2),
                         Residual(64, 64), Pooled(64, classes))


class Inverted(nn.Module):
    """Inverted residual of MobileNetV2 (Sandler et al. 2018): expand fourfold, convolve each channel, project without ReLU."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        wide = 4 * inputs
        self.branch = nn.Sequential(ConvNorm(inputs, wide, 1), ConvNorm(wide, wide, 3, stride, groups=wide),
                                    ConvNorm(wide, outputs, 1, relu=False))
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.branch(x) if self.adds else self.branch(x)


def mobilenet(classes):
    return nn.Sequential(ConvNorm(1, 16, stride=2), Inverted(16, 24), Inverted(24, 24), Inverted(24, 40, 2), Inverted(40, 40),
                         Inverted(40, 40), ConvNorm(40, 96, 1), Pooled(96, classes))


class Dense(nn.Module):
    """Layer of DenseNet (Huang et al. 2017): normalise, convolve, and join the result to what came in."""

    def __init__(self, inputs, growth):
        super().__init__()
        self.norm = nn.BatchNorm2d(inputs)
        self.conv = nn.Conv2d(inputs, growth, 3, padding=1, bias=False)

    def forward(self, x):
        return torch.cat((x, self.conv(F.relu(self.norm(x)))), 1)


def densenet(classes, growth=12):
    layers = [nn.Conv2d(1, 24, 3, stride=2, padding=1, bias=False)]
    width = 24
    for _ in range(4):
        layers.append(Dense(width, growth))
        width += growth
    layers += [ConvNorm(width, width // 2, 1), nn.AvgPool2d(2)]
    width //= 2
    for _ in range(6):
        layers.append(Dense(width, growth))
        width += growth
    return nn.Sequential(*layers, nn.BatchNorm2d(width), nn.ReLU(), Pooled(width, classes))


class Patches(nn.Module):
    """Patches of 4 x 4 as 49 tokens, with learned positions where the design has them."""

    def __init__(self, width, positions):
        super().__init__()
        self.width = width
        self.embed = nn.Conv2d(1, width, PATCH, PATCH)
        self.positions = nn.Parameter(0.02 * torch.randn(1, TOKENS, width)) if positions else None

    def forward(self, x):
        tokens = self.embed(x).reshape(-1, self.width, TOKENS).transpose(1, 2)
        return tokens if self.positions is None else tokens + self.positions


class FeedForward(nn.Sequential):
    def __init__(self, width, hidden):
        super().__init__(Linear(width, hidden), nn.GELU(), Linear(hidden, width))


class Attention(nn.Module):
    """Multi-head self-attention (Vaswani et al. 2017). Queries, keys and values have no bias; a key's has no effect at all."""

    def __init__(self, length, width, heads):
        super().__init__()
        self.length, self.width, self.heads = length, width, heads
        self.query, self.key, self.value = (Linear(width, width, bias=False) for _ in range(3))
        self.out = Linear(width, width)

    def forward(self, x, mask=None):
        query, key, value = (part(x).reshape(-1, self.length, self.heads, self.width // self.heads).transpose(1, 2)
                             for part in (self.query, self.key, self.value))
        scores = query @ key.transpose(2, 3) * math.sqrt(self.heads / self.width)
        if mask is not None:
            scores = scores + mask
        return self.out((scores.softmax(-1) @ value).transpose(1, 2).reshape(-1, self.length, self.width))


class Encoder(nn.Module):
    """Layer of a vision transformer (Dosovitskiy et al. 2021), normalised first."""

    def __init__(self, length, width, heads, hidden):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attention = Attention(length, width, heads)
        self.norm2 = nn.LayerNorm(width)
        self.feed = FeedForward(width, hidden)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.feed(self.norm2(x))


class Mixing(nn.Module):
    """Layer of MLP-Mixer (Tolstikhin et al. 2021): a perceptron over tokens, then one over channels."""

    def __init__(self, tokens, width, hidden):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.across = FeedForward(tokens, hidden)
        self.norm2 = nn.LayerNorm(width)
        self.feed = FeedForward(width, 2 * width)

    def forward(self, x):
        x = x + self.across(self.norm1(x).transpose(1, 2)).transpose(1, 2)
        return x + self.feed(self.norm2(x))


class Tokens(nn.Module):
    """The mean over tokens after a last normalisation, then the classes."""

    def __init__(self, width, classes):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.classes = Linear(width, classes)

    def forward(self, x):
        return self.classes(self.norm(x).mean(1))


def vit(classes):
    return nn.Sequential(Patches(64, True), *(Encoder(TOKENS, 64, 4, 128) for _ in range(6)), Tokens(64, classes))


def mixer(classes):
    return nn.Sequential(Patches(64, False), *(Mixing(TOKENS, 64, 64) for _ in range(5)), Tokens(64, classes))


NETS = {"lenet": lenet, "vgg": vgg, "resnet": resnet, "mobilenet": mobilenet, "densenet": densenet, "vit": vit, "mixer": mixer}
