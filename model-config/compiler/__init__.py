"""Compiles a model card into a WebGPU model library (.wasm) for web-llm."""
