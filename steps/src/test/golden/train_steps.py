"""Five training steps in PyTorch, in double precision, from the weights of each network of manifests/examples/mixed/zoo and of a
small text encoder that this script makes and exports as text.onnx. Writes one JSON file a network beside itself:

    inference   logits of the first batch with the stored statistics
    gradients   of each weight at the first step, batch normalisations using the batch's statistics
    losses, norms   of the five steps: smoothed cross-entropy, and the joint norm of all gradients before they are clipped
    after       each weight and running statistic after the fifth step

where a tensor is told by its 2-norm and by four of its values, equally far apart in memory. Pictures: batch s has pictures 16 s to
16 s + 15 of manifests/examples/mixed/data/fashion-small/t10k and half their labels, rounded down. Made with torch 2.15.0 and onnx 1.23.2;
needs what manifests/examples/mixed/requirements.txt names. Run it again when the zoo has changed.
"""

import json
import math
import sys
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional as F

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[3] / "manifests" / "examples" / "mixed"
sys.path.insert(0, str(EXAMPLE))

from fashion import MEAN, STD, read  # noqa: E402
from nets import NETS, Attention, FeedForward, Linear  # noqa: E402

STEPS, BATCH = 5, 16
# Large enough for every part of the recipe to be seen in five steps.
RATE, DECAY, SMOOTHING, CLIP, WARMUP = 1e-3, 1.0, 0.1, 1.0, 0.4
WORDS, LENGTH, WIDTH, CLASSES = 60, 12, 16, 3


class TextLayer(nn.Module):
    """Layer of BERT (Devlin et al. 2019), normalised last."""

    def __init__(self):
        super().__init__()
        self.attention = Attention(LENGTH, WIDTH, 2)
        self.norm1 = nn.LayerNorm(WIDTH)
        self.feed = FeedForward(WIDTH, 2 * WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH)

    def forward(self, x, mask):
        x = self.norm1(x + self.attention(x, mask))
        return self.norm2(x + self.feed(x))


class TextEncoder(nn.Module):
    """Words and positions, two layers, the mean over the words that count, classes."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(WORDS, WIDTH)
        self.positions = nn.Parameter(torch.randn(LENGTH, WIDTH))
        self.norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(TextLayer() for _ in range(2))
        self.classes = Linear(WIDTH, CLASSES)

    def forward(self, ids, mask):
        real = mask.to(self.positions.dtype)
        x = self.norm(self.words(ids) + self.positions)
        for layer in self.layers:
            x = layer(x, (1 - real[:, None, None, :]) * -10000.0)
        return self.classes((x * real[:, :, None]).sum(1) / real.sum(1, keepdim=True))


def texts():
    random = torch.Generator().manual_seed(1)
    ids = torch.randint(0, WORDS, (STEPS * BATCH, LENGTH), generator=random)
    lengths = torch.randint(3, LENGTH + 1, (STEPS * BATCH, 1), generator=random)
    return ids, (torch.arange(LENGTH) < lengths).long(), torch.randint(0, CLASSES, (STEPS * BATCH,), generator=random)


def export(net, ids, mask):
    """The same names for weights in PyTorch and in the file."""
    torch.onnx.export(net.eval(), (ids[:2], mask[:2]), HERE / "text.onnx", dynamo=False, opset_version=17,
                      input_names=["input_ids", "attention_mask"], output_names=["logits"],
                      dynamic_axes={name: {0: "n"} for name in ("input_ids", "attention_mask", "logits")},
                      training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=True)


def load(net, path):
    """Puts the file's weights into the network: every one, each under its name and in its shape."""
    stored = {tensor.name: torch.tensor(numpy_helper.to_array(tensor)) for tensor in onnx.load(path).graph.initializer}
    for name, tensor in net.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            assert stored[name].shape == tensor.shape, name
            tensor.copy_(stored[name])


def told(tensor):
    flat = tensor.detach().flatten()
    return {"norm": digits(flat.norm()), "values": [digits(flat[i * len(flat) // 4]) for i in range(4)]}


def digits(number):
    return float(f"{float(number):.9g}")


def schedule(step):
    rising = round(WARMUP * STEPS)
    return (step + 1) / rising if step < rising else 0.5 * (1 + math.cos(math.pi * (step - rising) / (STEPS - rising)))


def golden(net, batches):
    """batches: for each step the network's inputs and the labels."""
    net.double().eval()
    with torch.no_grad():
        logits = net(*batches[0][0])
    net.train()
    decaying = [p for p in net.parameters() if sum(n > 1 for n in p.shape) > 1]
    others = [p for p in net.parameters() if sum(n > 1 for n in p.shape) <= 1]
    optimiser = torch.optim.AdamW([{"params": decaying, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}])
    result = {"inference": [[digits(x) for x in row] for row in logits], "losses": [], "norms": []}
    for step, (inputs, labels) in enumerate(batches):
        loss = F.cross_entropy(net(*inputs), labels, label_smoothing=SMOOTHING)
        optimiser.zero_grad()
        loss.backward()
        if step == 0:
            result["gradients"] = {name: told(p.grad) for name, p in net.named_parameters()}
        result["losses"].append(digits(loss))
        result["norms"].append(digits(nn.utils.clip_grad_norm_(net.parameters(), CLIP)))
        for group in optimiser.param_groups:
            group["lr"] = RATE * schedule(step)
        optimiser.step()
    result["after"] = {name: told(t) for name, t in net.state_dict().items() if not name.endswith("num_batches_tracked")}
    return result


def write(name, result):
    (HERE / f"{name}.json").write_text(json.dumps(result, separators=(",", ":")).replace('},"', '},\n"') + "\n")


def main():
    pictures, labels = read(EXAMPLE / "data" / "fashion-small", "t10k")
    pictures = (torch.tensor(pictures[:STEPS * BATCH, None]).double() - MEAN) / STD
    labels = torch.tensor(labels[:STEPS * BATCH]).long() // 2
    for name, make in NETS.items():
        net = make(5)
        load(net, EXAMPLE / "zoo" / f"{name}.onnx")
        write(name, golden(net, [((x,), y) for x, y in zip(pictures.split(BATCH), labels.split(BATCH))]))
    torch.manual_seed(0)
    encoder = TextEncoder()
    with torch.no_grad():  # no two alike: equal constants would be exported as one
        for parameter in encoder.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    ids, mask, classes = texts()
    export(encoder, ids, mask)
    load(encoder, HERE / "text.onnx")
    result = golden(encoder, [((i, m), y) for i, m, y in zip(ids.split(BATCH), mask.split(BATCH), classes.split(BATCH))])
    write("text", {"ids": ids.tolist(), "mask": mask.tolist(), "labels": classes.tolist(), **result})


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
