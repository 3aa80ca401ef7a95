"""Wrote hardtanh.pt, with PyTorch 2.7.1: one operator of the engine that its Java binding lacks. What is saved beside it for debugging is left out."""
import pathlib
import zipfile

import torch


class Hardtanh(torch.nn.Module):
    def forward(self, x: torch.Tensor, low: torch.Tensor, high: torch.Tensor):
        return torch._C._nn.hardtanh(x, float(low), float(high))


target = pathlib.Path(__file__).with_name("hardtanh.pt")
torch.jit.script(Hardtanh()).save(str(target))
with zipfile.ZipFile(target) as archive:
    entries = {name: archive.read(name) for name in archive.namelist() if not name.endswith(".debug_pkl")}
with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
    for name, content in entries.items():
        archive.writestr(zipfile.ZipInfo(name), content)
