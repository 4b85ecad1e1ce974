using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>Converts the values of tensors to the formats of GGUF files.</summary>
internal static class GgufValues
{
    /// <summary>The number of consecutive values in a row that share a scale in <see cref="GgufType.Q8"/>.</summary>
    internal const int Block = 32;

    private const int BlockBytes = sizeof(ushort) + Block;

    /// <summary>
    /// Chooses the type of a tensor in a file of the given type: vectors stay exact, since they are small and scale everything;
    /// rows that do not divide into whole blocks use 16 bits for each number.
    /// </summary>
    internal static GgufType Suited(Tensor value, GgufType type) =>
        value.dim() < 2 ? GgufType.F32
        : type == GgufType.Q8 && value.shape[^1] % Block != 0 ? GgufType.F16
        : type;

    /// <summary>The size of the values in bytes.</summary>
    internal static long BytesOf(Tensor value, GgufType type) =>
        type switch
        {
            GgufType.F32 => value.numel() * sizeof(float),
            GgufType.F16 => value.numel() * sizeof(ushort),
            _ => value.numel() / Block * BlockBytes,
        };

    /// <summary>Writes the values.</summary>
    /// <exception cref="FigmentException">A number is too large for 16 bits.</exception>
    internal static void Write(BinaryWriter writer, GgufTensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = tensor.Type == GgufType.F16 ? ScalarType.Float16 : ScalarType.Float32;
        Tensor values = OnnxGraph.Converted(tensor.Name, tensor.Value, type).contiguous();
        if (tensor.Type == GgufType.Q8)
            WriteBlocks(writer, MemoryMarshal.Cast<byte, float>(values.bytes), tensor.Name);
        else
            writer.Write(values.bytes);
    }

    /// <summary>
    /// Writes each block as the scale d = max |x| / 127 in 16 bits, followed by x / d for each number, rounded.
    /// </summary>
    private static void WriteBlocks(BinaryWriter writer, ReadOnlySpan<float> values, string name)
    {
        const float Most = sbyte.MaxValue;
        Span<sbyte> rounded = stackalloc sbyte[Block];
        for (; !values.IsEmpty; values = values[Block..])
        {
            float largest = 0;
            foreach (float value in values[..Block])
                largest = Math.Max(largest, Math.Abs(value));
            float scale = largest / Most,
                inverse = scale > 0 ? 1 / scale : 0;
            if (!Half.IsFinite((Half)scale))
                throw new FigmentException(
                    $"'{name}' holds numbers that cannot be represented by 8 bits and a scale. Export the model in 32 bits."
                );
            for (int i = 0; i < Block; i++)
                rounded[i] = (sbyte)MathF.Round(values[i] * inverse, MidpointRounding.AwayFromZero);
            writer.Write((Half)scale);
            writer.Write(MemoryMarshal.AsBytes(rounded));
        }
    }
}
