"""Wrote the modules beside it, with PyTorch 2.7.1: operators of the engine that its Java binding lacks, a module each.

What is saved beside a module for debugging is left out.
"""
import pathlib
import zipfile
from typing import List

import torch


class Hardtanh(torch.nn.Module):
    def forward(self, x: torch.Tensor, low: torch.Tensor, high: torch.Tensor):
        return torch._C._nn.hardtanh(x, float(low), float(high))


class ChannelsLast(torch.nn.Module):
    def forward(self, x: torch.Tensor):
        return x.contiguous(memory_format=torch.channels_last)


class Eigh(torch.nn.Module):
    def forward(self, x: torch.Tensor):
        values, vectors = torch.linalg.eigh(x)
        return values, vectors.contiguous()


class MixedProduct(torch.nn.Module):
    def forward(self, a: torch.Tensor, b: torch.Tensor):
        return torch.matmul(a.to(torch.bfloat16), b.to(torch.bfloat16)).to(torch.float32)


class MixedConvolution(torch.nn.Module):
    def forward(self, x: torch.Tensor, kernel: torch.Tensor, strides: torch.Tensor, padding: torch.Tensor, dilations: torch.Tensor, groups: torch.Tensor):
        stride: List[int] = strides.tolist()
        pad: List[int] = padding.tolist()
        dilation: List[int] = dilations.tolist()
        zeros = [0 for _ in stride]
        y = torch.convolution(x.to(torch.bfloat16), kernel.to(torch.bfloat16), None, stride, pad, dilation, False, zeros, int(groups))
        return y.to(torch.float32)


MODULES = {"hardtanh": Hardtanh(), "channels_last": ChannelsLast(), "eigh": Eigh(), "mixed_product": MixedProduct(),
           "mixed_convolution": MixedConvolution()}
for name, module in MODULES.items():
    target = pathlib.Path(__file__).with_name(name + ".pt")
    torch.jit.script(module).save(str(target))
    with zipfile.ZipFile(target) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist() if not entry.endswith(".debug_pkl")}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for entry, content in entries.items():
            archive.writestr(zipfile.ZipInfo(entry), content)
