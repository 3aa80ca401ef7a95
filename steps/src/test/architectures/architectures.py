"""The networks, and where a practitioner would cut each: the modules whose outputs end its layers."""

from dataclasses import dataclass, field
from typing import Callable

import torch
from torch import nn
from torchvision import models

import transformers


@dataclass
class Architecture:
    """
    title: as the documentation prints it
    layer: what its layers are, in words
    ends: names of the modules whose outputs are the cuts, in order; "name:relu" where a function follows that is no module,
        "name:input" for what a module gets
    variants: names of the exports, see export.py
    published: parameters and 10^9 multiply-accumulates as torchvision documents them, or None
    unused: modules of the published count that are not exported (auxiliary classifiers)
    mask: most elements of a layer's constant attention masks
    """
    title: str
    layer: str
    build: Callable[[], nn.Module]
    ends: list
    variants: list
    side: int = 224
    text: int = 0
    weights: object = None
    unused: list = field(default_factory=list)
    mask: int = 0

    @property
    def published(self):
        return (self.weights.meta["num_params"], self.weights.meta["_ops"]) if self.weights else None


def stages(counts, pattern, first=1):
    return [pattern.format(s + first, i) for s, n in enumerate(counts) for i in range(n)]


def run(pattern, numbers):
    return [pattern.format(i) for i in numbers]


def interleaved(counts, pattern, between):
    """Blocks of each stage, and the module between two stages."""
    ends = []
    for s, n in enumerate(counts):
        ends += [between.format(2 * s)] + [pattern.format(2 * s + 1, i) for i in range(n)]
    return ends


ARCHITECTURES = {
    "resnet18": Architecture(
        "ResNet-18", "stem, 2+2+2+2 residual blocks", models.resnet18, ["maxpool"] + stages([2] * 4, "layer{}.{}"),
        ["opset17", "kept", "dynamo", "first-nhwc", "nhwc", "nhwc-kept", "one"], weights=models.ResNet18_Weights.DEFAULT),
    "resnet50": Architecture(
        "ResNet-50", "stem, 3+4+6+3 residual blocks", models.resnet50, ["maxpool"] + stages([3, 4, 6, 3], "layer{}.{}"),
        ["opset17", "kept"], weights=models.ResNet50_Weights.DEFAULT),
    "resnext50": Architecture(
        "ResNeXt-50 32x4d", "stem, 3+4+6+3 residual blocks", models.resnext50_32x4d,
        ["maxpool"] + stages([3, 4, 6, 3], "layer{}.{}"), ["opset17"], weights=models.ResNeXt50_32X4D_Weights.DEFAULT),
    "regnet_y_400mf": Architecture(
        "RegNetY-400MF", "stem, 1+3+6+6 residual blocks", models.regnet_y_400mf,
        ["stem"] + [f"trunk_output.block{s + 1}.block{s + 1}-{i}" for s, n in enumerate([1, 3, 6, 6]) for i in range(n)],
        ["opset17", "kept", "dynamo"], weights=models.RegNet_Y_400MF_Weights.DEFAULT),
    "mobilenet_v2": Architecture(
        "MobileNetV2", "stem, 17 inverted residuals, last convolution", models.mobilenet_v2, run("features.{}", range(19)),
        ["opset17", "kept", "dynamo", "first-nhwc", "nhwc"], weights=models.MobileNet_V2_Weights.DEFAULT),
    "mobilenet_v3": Architecture(
        "MobileNetV3 large", "stem, 15 inverted residuals, last convolution", models.mobilenet_v3_large,
        run("features.{}", range(17)), ["opset17", "kept", "dynamo", "nhwc"], weights=models.MobileNet_V3_Large_Weights.DEFAULT),
    "efficientnet_b0": Architecture(
        "EfficientNet-B0", "stem, 16 inverted residuals, last convolution", models.efficientnet_b0,
        ["features.0"] + stages([1, 2, 2, 3, 3, 4, 1], "features.{}.{}") + ["features.8"],
        ["opset17", "kept", "dynamo", "first-nhwc", "nhwc"], weights=models.EfficientNet_B0_Weights.DEFAULT),
    "squeezenet": Architecture(
        "SqueezeNet 1.1", "stem, 8 fire modules, the classifying convolution", models.squeezenet1_1,
        run("features.{}", [2, 3, 5, 6, 8, 9, 10, 11, 12]) + ["classifier.2"],
        ["opset17", "dynamo", "first-nhwc", "nhwc"], weights=models.SqueezeNet1_1_Weights.DEFAULT),
    "densenet121": Architecture(
        "DenseNet-121", "stem, 4 dense blocks, 3 transitions", models.densenet121,
        ["features.pool0", "features.denseblock1", "features.transition1", "features.denseblock2", "features.transition2",
         "features.denseblock3", "features.transition3", "features.norm5:relu"],
        ["opset17", "kept", "dynamo", "nhwc"], weights=models.DenseNet121_Weights.DEFAULT),
    "googlenet": Architecture(
        "GoogLeNet", "3 convolutions, 9 inception modules",
        lambda: models.googlenet(aux_logits=False, init_weights=False),
        ["maxpool1", "conv2", "maxpool2", "inception3a", "maxpool3"] + run("inception4{}", "abcd") + ["maxpool4", "inception5a",
                                                                                                  "inception5b"],
        ["opset17", "kept", "dynamo"], weights=models.GoogLeNet_Weights.DEFAULT),
    "inception_v3": Architecture(
        "Inception v3", "5 convolutions, 11 inception modules", lambda: models.inception_v3(init_weights=False),
        ["Conv2d_1a_3x3", "Conv2d_2a_3x3", "maxpool1", "Conv2d_3b_1x1", "maxpool2"]
        + run("Mixed_{}", ["5b", "5c", "5d", "6a", "6b", "6c", "6d", "6e", "7a", "7b", "7c"]),
        ["opset17", "dynamo"], side=299, weights=models.Inception_V3_Weights.DEFAULT, unused=["AuxLogits"]),
    "convnext_tiny": Architecture(
        "ConvNeXt-T", "stem, 3+3+9+3 blocks, 3 downsamplings", models.convnext_tiny,
        interleaved([3, 3, 9, 3], "features.{}.{}", "features.{}"), ["opset17", "opset11", "dynamo"],
        weights=models.ConvNeXt_Tiny_Weights.DEFAULT),
    "vit_b_16": Architecture(
        "ViT-B/16", "patches with class token and positions, 12 encoder layers", models.vit_b_16,
        ["encoder.dropout"] + run("encoder.layers.encoder_layer_{}", range(11)) + ["encoder.ln"],
        ["opset17", "opset14", "dynamo"], weights=models.ViT_B_16_Weights.DEFAULT),
    "swin_t": Architecture(
        "Swin-T", "patches, 2+2+6+2 encoder layers, 3 mergings", models.swin_t,
        interleaved([2, 2, 6, 2], "features.{}.{}", "features.{}")[:-1] + ["permute"], ["opset17", "dynamo"],
        weights=models.Swin_T_Weights.DEFAULT, mask=56 * 56),
    "mixer": Architecture(
        "MLP-Mixer", "patches, 4 mixer layers", transformers.Mixer, ["layers.0:input"] + run("layers.{}", range(3)) + ["norm"],
        ["opset17", "opset11", "dynamo", "first-nhwc"], side=112),
    "bert": Architecture(
        "BERT", "embeddings, 4 encoder layers", transformers.Bert, ["embeddings"] + run("layers.{}", range(4)),
        ["opset17", "opset11", "opset20", "dynamo"], text=16),
    "distilbert": Architecture(
        "DistilBERT", "embeddings, 3 encoder layers", transformers.DistilBert, ["embeddings"] + run("layers.{}", range(3)),
        ["opset17", "opset11", "dynamo"], text=16),
    "gpt2": Architecture(
        "GPT-2", "embeddings, 3 decoder layers", transformers.Gpt2, ["layers.0:input"] + run("layers.{}", range(2)) + ["norm"],
        ["opset17", "opset11", "dynamo"], text=16),
    "llama": Architecture(
        "Llama", "embeddings, 3 decoder layers", transformers.Llama, ["words"] + run("layers.{}", range(2)) + ["norm"],
        ["opset17", "dynamo"], text=16),
}


def network(architecture):
    """The network with random numbers everywhere, so that no two tensors are alike by accident."""
    torch.manual_seed(0)
    model = architecture.build().eval()
    for part in architecture.unused:
        setattr(model, part, None)
    for name, value in list(model.named_parameters()) + list(model.named_buffers()):
        if not value.is_floating_point():
            continue
        if name.endswith("running_var"):
            value.data.uniform_(0.5, 1.5)
        elif name.endswith("running_mean") or value.dim() == 1:
            value.data.uniform_(-0.5, 0.5) if "bias" in name or "mean" in name else value.data.uniform_(0.5, 1.5)
        elif "layer_scale" in name:
            value.data.uniform_(0.5, 1.5)
    return model


def inputs(architecture, samples):
    """Named example inputs."""
    if not architecture.text:
        return {"image": torch.randn(samples, 3, architecture.side, architecture.side)}
    size = (samples, architecture.text)
    ids = {"input_ids": torch.randint(0, 1000, size)}
    if architecture.title not in ("GPT-2",):
        ids["attention_mask"] = torch.ones(size, dtype=torch.int64)
    if architecture.title == "BERT":
        ids["token_type_ids"] = torch.randint(0, 2, size)
    return ids
