"""What a network's layers hold and make, found by running it in PyTorch: the figures that our own reading is compared with."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode


@dataclass
class Layer:
    """
    value: what passes at its end, for the given sample; None for the head
    parameters: trainable elements
    kept: float elements of an export that keeps batch normalisations: their moving statistics are numbers like any others
    folded: float elements of an export that folds those that follow a convolution into it
    macs: multiply-accumulates for one sample
    """
    end: str
    value: torch.Tensor
    parameters: int
    kept: int
    folded: int
    macs: int


def walk(model, ends, sample):
    """Runs the model on one sample; a layer has what started after the end of the one before."""
    torch.backends.mha.set_fastpath_enabled(False)
    state = _State(model, ends)
    handles = [hook for name, module in model.named_modules() for hook in state.watch(name, module)]
    with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        state.counter = counter
        model(*sample.values())
        state.close("head", None)
    state.count()
    for handle in handles:
        handle.remove()
    assert len(state.layers) == len(ends) + 1, (state.ends, ends)
    return state.layers


class _State:
    def __init__(self, model, ends):
        self.model, self.ends, self.layers, self.counter = model, list(ends), [], None
        self.started, self.macs, self.maps, self.saved = {}, 0, {}, 0

    def watch(self, name, module):
        yield module.register_forward_pre_hook(lambda m, args: self.start(name, m, args))
        yield module.register_forward_hook(lambda m, args, out: self.finish(name, m, out))

    def start(self, name, module, args):
        if self.ends and self.ends[0] == name + ":input":
            self.close(self.ends.pop(0), args[0])
        self.started.setdefault(name, len(self.layers))
        if isinstance(module, nn.BatchNorm2d) and id(args[0]) in self.maps:
            biased = self.maps[id(args[0])][0].bias is not None
            self.saved += module.num_features * (4 if biased else 3)

    def finish(self, name, module, out):
        if isinstance(module, nn.Conv2d):
            self.maps[id(out)] = (module, out)
        if self.ends and self.ends[0].split(":")[0] == name and not self.ends[0].endswith(":input"):
            self.close(self.ends[0], torch.relu(out) if self.ends.pop(0).endswith(":relu") else out)

    def close(self, end, value):
        total = self.counter.get_total_flops() // 2
        self.layers.append(Layer(end, None if value is None else value.clone(), 0, 0, -self.saved, total - self.macs))
        self.macs, self.saved = total, 0

    def count(self):
        """After the run, since a module that has not started yet counts where the one around it did."""
        for name, parameter in self.model.named_parameters():
            self.layers[self.began(name)].parameters += parameter.numel()
        for name, buffer in self.model.named_buffers():
            if name.endswith(("running_mean", "running_var")):
                self.layers[self.began(name)].kept += buffer.numel()
            if name.endswith("relative_position_index"):
                # Exports have looked the table of relative positions up already.
                table = self.model.get_parameter(name.replace("_index", "_bias_table"))
                self.layers[self.began(name)].kept += buffer.numel() * table.shape[1] - table.numel()
        for layer in self.layers:
            layer.kept += layer.parameters
            layer.folded += layer.kept

    def began(self, name):
        """The layer in which a parameter's module started, or the nearest around it that did."""
        while "." in name:
            name = name.rsplit(".", 1)[0]
            if name in self.started:
                return self.started[name]
        return self.started.get("")
