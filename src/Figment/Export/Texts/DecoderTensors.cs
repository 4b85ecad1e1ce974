using Figment.Networks.Texts;
using static TorchSharp.torch;

namespace Figment.Export;

/// <summary>A tensor of a decoder with its names in other programs.</summary>
/// <param name="HuggingFace">The name in Hugging Face's transformers library.</param>
/// <param name="Gguf">The name in llama.cpp.</param>
/// <param name="Value">The values of the tensor.</param>
internal readonly record struct DecoderTensor(string HuggingFace, string Gguf, Tensor Value);

/// <summary>
/// The weights of a decoder as other programs store them: with separate tensors for queries, keys, values and gates.
/// </summary>
internal static class DecoderTensors
{
    /// <summary>
    /// Returns all weights in the order of the computation. They are views where possible; the caller's scope owns them.
    /// </summary>
    /// <param name="network">The decoder, with weights in float32.</param>
    /// <param name="vocabulary">The number of tokens in the tokenizer; rows that no token uses are left out.</param>
    internal static IReadOnlyList<DecoderTensor> Of(GptNetwork network, int vocabulary)
    {
        GptShape shape = network.Shape;
        int queries = shape.Heads * shape.HeadSize,
            keys = shape.KeyValueHeads * shape.HeadSize;
        List<DecoderTensor> all = [new("model.embed_tokens.weight", "token_embd.weight", Rows(network.embedding.weight!))];
        for (int i = 0; i < shape.Layers; i++)
        {
            DecoderBlock block = network.blocks[i];
            Tensor[] qkv = block.qkv.weight!.split([queries, keys, keys], 0),
                gates = block.gate_up.weight!.chunk(2, 0);
            Add("input_layernorm", "attn_norm", block.attention_norm.weight);
            Add("self_attn.q_proj", "attn_q", qkv[0]);
            Add("self_attn.k_proj", "attn_k", qkv[1]);
            Add("self_attn.v_proj", "attn_v", qkv[2]);
            Add("self_attn.q_norm", "attn_q_norm", block.q_norm.weight);
            Add("self_attn.k_norm", "attn_k_norm", block.k_norm.weight);
            Add("self_attn.o_proj", "attn_output", block.attention_out.weight!);
            Add("post_attention_layernorm", "ffn_norm", block.mlp_norm.weight);
            Add("mlp.gate_proj", "ffn_gate", gates[0]);
            Add("mlp.up_proj", "ffn_up", gates[1]);
            Add("mlp.down_proj", "ffn_down", block.down.weight!);

            void Add(string name, string gguf, Tensor value) =>
                all.Add(new($"model.layers.{i}.{name}.weight", $"blk.{i}.{gguf}.weight", value.detach()));
        }

        all.Add(new("model.norm.weight", "output_norm.weight", network.norm.weight.detach()));
        if (network.head is { } head)
            all.Add(new("lm_head.weight", "output.weight", Rows(head.weight!)));
        return all;

        Tensor Rows(Tensor weight) => weight.detach().narrow(0, 0, vocabulary);
    }
}
