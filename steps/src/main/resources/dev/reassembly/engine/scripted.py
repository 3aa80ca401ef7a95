"""Wrote hardtanh.pt, channels_last.pt and eigh.pt, with PyTorch 2.7.1: operators of the engine that its Java binding lacks, a module each.

What is saved beside a module for debugging is left out.
"""
import pathlib
import zipfile

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


for name, module in {"hardtanh": Hardtanh(), "channels_last": ChannelsLast(), "eigh": Eigh()}.items():
    target = pathlib.Path(__file__).with_name(name + ".pt")
    torch.jit.script(module).save(str(target))
    with zipfile.ZipFile(target) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist() if not entry.endswith(".debug_pkl")}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for entry, content in entries.items():
            archive.writestr(zipfile.ZipInfo(entry), content)
