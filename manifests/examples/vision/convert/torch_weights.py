"""Reads the tensors of a PyTorch state dictionary in the format before 1.6, without PyTorch and without running what a pickle asks for."""
import collections
import pickle
import struct

import numpy as np

MAGIC = 0x1950A86A20F9469CFC6C
DTYPES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


class Storage:
    """Values that arrive after the pickle that speaks of them."""

    def __init__(self, dtype):
        self.dtype = dtype
        self.values = None


class Lazy:
    """A view on a storage; offset, shape and strides count elements."""

    def __init__(self, storage, offset, shape, strides):
        self.storage, self.offset, self.shape, self.strides = storage, offset, tuple(shape), tuple(strides)

    def array(self):
        values = self.storage.values
        last = self.offset + sum((d - 1) * s for d, s in zip(self.shape, self.strides))
        if min((self.offset, *self.strides)) < 0 or last >= len(values) or 0 in self.shape:
            raise ValueError("a tensor reaches outside its storage")
        strides = tuple(s * values.itemsize for s in self.strides)
        return np.lib.stride_tricks.as_strided(values[self.offset:], self.shape, strides).copy()


class Restricted(pickle.Unpickler):
    """Only what a state dictionary is made of may be built; any other name is refused."""

    def __init__(self, file):
        super().__init__(file)
        self.storages = {}

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, strides, *rest: Lazy(storage, offset, shape, strides)
        if module == "torch" and name in DTYPES:
            return DTYPES[name]
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed in a weight file")

    def persistent_load(self, identity):
        kind, dtype, key = identity[:3]
        if kind != "storage":
            raise pickle.UnpicklingError(f"persistent {kind} is not allowed in a weight file")
        return self.storages.setdefault(key, Storage(dtype))


def read(path):
    """Returns a dictionary from names to arrays."""
    with open(path, "rb") as file:
        if Restricted(file).load() != MAGIC:
            raise ValueError(f"{path} is not a PyTorch file of the format before 1.6")
        Restricted(file).load()  # protocol version
        Restricted(file).load()  # sizes of C types
        state = Restricted(file)
        tensors = state.load()
        for key in Restricted(file).load():
            storage = state.storages[key]
            (count,) = struct.unpack("<q", file.read(8))
            storage.values = np.frombuffer(file.read(count * storage.dtype.itemsize), storage.dtype)
    return {name: tensor.array() for name, tensor in tensors.items()}
