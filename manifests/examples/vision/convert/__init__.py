"""Turns pre-trained weights that package registries carry into ONNX files, without the frameworks that wrote them."""
