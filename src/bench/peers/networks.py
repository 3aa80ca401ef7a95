"""Networks of the zoo as PyTorch modules, with the ONNX files' weights and a new head."""
import numpy
import onnx
import onnx2torch
import torch
from onnx import numpy_helper
from torch.nn import functional

import subject


class Headed(torch.nn.Module):
    def add_head(self, channels):
        self.head = torch.nn.Linear(channels, subject.CLASSES)
        weight = numpy.float32(0.02) * subject.numbers(channels * subject.CLASSES).reshape(channels, subject.CLASSES)
        with torch.no_grad():
            self.head.weight.copy_(torch.from_numpy(weight.T))
            self.head.bias.zero_()

    def body(self):
        return [p for name, p in self.named_parameters() if not name.startswith("head.")]


class Pictures(Headed):
    """Any network of convolutions that ends in global pooling: what comes before it, as onnx2torch translates it."""

    def __init__(self, file):
        super().__init__()
        model = onnx.load(file)
        last = [node for node in model.graph.node if node.op_type == "GlobalAveragePool"][-1].input[0]
        features = onnx.utils.Extractor(model).extract_model([model.graph.input[0].name], [last])
        self.features = onnx2torch.convert(features)
        with torch.no_grad():
            size = model.graph.input[0].type.tensor_type.shape.dim[2].dim_value
            self.add_head(self.features.eval()(torch.zeros(1, 3, size, size)).shape[1])

    def forward(self, image):
        return self.head(functional.adaptive_avg_pool2d(self.features(image), 1).flatten(1))


class Texts(Headed):
    """A BERT encoder of PyTorch's own layers, which an exported graph writes out in small operators; weights in the order of the graph's nodes."""

    HEADS = 12

    def __init__(self, file):
        super().__init__()
        model = onnx.load(file)
        weights = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in model.graph.initializer}
        named = {name: value for name, value in weights.items() if value.is_floating_point()}
        products = [named[node.input[1]] for node in model.graph.node if node.op_type == "MatMul" and node.input[1] in named]

        def parameter(value):
            return torch.nn.Parameter(value.contiguous())

        def vector(suffix):
            return parameter(next(value for name, value in named.items() if name.endswith(suffix)))

        self.words = vector("embeddings.word_embeddings.weight")
        self.positions = vector("embeddings.position_embeddings.weight")
        self.types = vector("embeddings.token_type_embeddings.weight")
        self.scale = vector("embeddings.LayerNorm.weight")
        self.shift = vector("embeddings.LayerNorm.bias")
        self.layers = torch.nn.ModuleList()
        for i in range(len(products) // 6):
            layer = torch.nn.ParameterDict()
            for name, weight in zip(["query", "key", "value", "output", "up", "down"], products[6 * i:6 * i + 6]):
                layer[name] = parameter(weight.T)
            for name, suffix in {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
                                 "output": "attention.output.dense", "up": "intermediate.dense", "down": "output.dense"}.items():
                layer[name + "_bias"] = vector(f"encoder.layer.{i}.{suffix}.bias")
            for name, suffix in {"first": "attention.output.LayerNorm", "second": "output.LayerNorm"}.items():
                layer[name + "_scale"] = vector(f"encoder.layer.{i}.{suffix}.weight")
                layer[name + "_shift"] = vector(f"encoder.layer.{i}.{suffix}.bias")
            self.layers.append(layer)
        self.add_head(self.words.shape[1])

    def forward(self, ids, mask, types):
        width = self.words.shape[1]
        x = functional.embedding(ids, self.words) + functional.embedding(types, self.types) + self.positions[:ids.shape[1]]
        x = functional.layer_norm(x, (width,), self.scale, self.shift, 1e-12)
        real = mask.to(x.dtype)
        away = (1 - real)[:, None, None, :] * -10000.0
        for layer in self.layers:
            parts = [functional.linear(x, layer[name], layer[name + "_bias"]).unflatten(2, (self.HEADS, -1)).transpose(1, 2)
                     for name in ("query", "key", "value")]
            context = functional.scaled_dot_product_attention(*parts, attn_mask=away).transpose(1, 2).flatten(2)
            x = functional.layer_norm(x + functional.linear(context, layer["output"], layer["output_bias"]), (width,), layer["first_scale"], layer["first_shift"], 1e-12)
            wide = functional.gelu(functional.linear(x, layer["up"], layer["up_bias"]))
            x = functional.layer_norm(x + functional.linear(wide, layer["down"], layer["down_bias"]), (width,), layer["second_scale"], layer["second_shift"], 1e-12)
        column = real[:, :, None]
        return self.head((x * column).sum(1) / column.sum(1))
