using System.Runtime.Intrinsics;
using Figment.Backend;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Networks.Texts;

/// <summary>A fused decoder for one number type.</summary>
internal sealed unsafe class FusedDecoder<T, TLanes> : FusedDecoder
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    private readonly GptNetwork network;
    private readonly GptShape shape;
    private readonly int batch,
        length,
        rows,
        vocabulary;
    private readonly LayerBuffers[] layers;
    private readonly List<Tensor> owned = [];
    private readonly Tensor output,
        last,
        lastScale,
        final,
        logits,
        losses,
        added,
        gradient,
        rounded,
        wide,
        parts,
        headParts,
        readTable,
        writeTable,
        cosines,
        sines;
    private readonly Parameter table;
    private readonly Dictionary<Parameter, Tensor> gradients = new(ReferenceEqualityComparer.Instance);

    internal FusedDecoder(GptNetwork network, int batch, int length)
    {
        (this.network, shape, this.batch, this.length, rows) = (network, network.Shape, batch, length, batch * length);
        table = network.Table;
        vocabulary = SmallProducts.Padded(shape.Vocabulary);
        layers = [.. Enumerable.Range(0, shape.Layers).Select(_ => new LayerBuffers(shape, rows, TLanes.Type))];
        (last, lastScale, output) = (Float(rows, shape.Width), Float(rows), Wide(rows, shape.Width));
        (final, logits, losses) = (Wide(rows, shape.Width), Wide(rows, vocabulary), Float(rows));
        (added, gradient, rounded) = (Wide(rows, shape.Width), Float(rows, shape.Width), Wide(rows, shape.Width));
        wide = Wide(rows, shape.Hidden);
        parts = Float(NormKernel<T, TLanes>.Parts, shape.Width);
        headParts = Float(batch * shape.KeyValueHeads, 2L * shape.HeadSize);
        readTable = Wide(vocabulary, shape.Width);
        writeTable = Wide(vocabulary, shape.Width);
        (float[] cos, float[] sin) = RotaryPositions.Table(length, shape.HeadSize, shape.RotaryBase);
        (cosines, sines) = (Own(tensor(cos)), Own(tensor(sin)));
        foreach (Parameter parameter in network.parameters())
            gradients[parameter] = Own(zeros_like(parameter));
    }

    internal override bool Fits(long batch, long length) =>
        batch == this.batch && length == this.length && network.parameters().All(gradients.ContainsKey);

    internal override Tensor Run(Tensor tokens, Tensor next, DropoutMasks? dropout)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        long[] read = tokens.contiguous().data<long>().ToArray(),
            wanted = next.contiguous().data<long>().ToArray();
        Forward(read, dropout);
        fixed (long* targets = wanted)
            CrossEntropyKernel<T, TLanes>.Run(rows, vocabulary, shape.Vocabulary, At(logits), targets, Floats(losses));
        Backward(read, dropout);
        foreach ((Parameter parameter, Tensor value) in gradients)
            parameter.grad = value;
        return losses.mean().MoveToOuterDisposeScope();
    }

    public override void Dispose()
    {
        foreach (LayerBuffers layer in layers)
            layer.Dispose();
        foreach (Tensor tensor in owned)
            tensor.Dispose();
    }

    private void Forward(long[] read, DropoutMasks? dropout)
    {
        float* x = Floats(layers[0].Before);
        T* tokens = At(table);
        int width = shape.Width;
        for (int row = 0; row < rows; row++)
            HeadRows<T, TLanes>.Read(tokens + (read[row] * width), width, x + ((long)row * width));
        T* add = null;
        float* before = x;
        for (int i = 0; i < layers.Length; i++)
        {
            (LayerBuffers layer, DecoderBlock block) = (layers[i], network.blocks[i]);
            NormKernel<T, TLanes>.Forward(
                rows,
                width,
                before,
                add,
                Floats(block.attention_norm.weight),
                Floats(layer.Before),
                At(layer.First),
                Floats(layer.FirstScale)
            );
            Product(layer.First, block.qkv, layer.Projected);
            AttentionKernel<T, TLanes>.Forward(Work(layer, block));
            Product(layer.Attended, block.attention_out, added);
            Leave(dropout, 2 * i, added);
            NormKernel<T, TLanes>.Forward(
                rows,
                width,
                Floats(layer.Before),
                At(added),
                Floats(block.mlp_norm.weight),
                Floats(layer.Between),
                At(layer.Second),
                Floats(layer.SecondScale)
            );
            Product(layer.Second, block.gate_up, layer.GateUp);
            GateKernel<T, TLanes>.Forward(rows, shape.Hidden, At(layer.GateUp), At(layer.Product));
            Product(layer.Product, block.down, output);
            Leave(dropout, (2 * i) + 1, output);
            before = Floats(layer.Between);
            add = At(output);
        }

        NormKernel<T, TLanes>.Forward(
            rows,
            width,
            before,
            add,
            Floats(network.norm.weight),
            Floats(last),
            At(final),
            Floats(lastScale)
        );
        readTable.narrow(0, 0, shape.Vocabulary).copy_(Head);
        using Tensor turned = readTable.t();
        logits.addmm_(final, turned, beta: 0, alpha: 1);
    }

    private void Backward(long[] read, DropoutMasks? dropout)
    {
        int width = shape.Width;
        Into(writeTable, logits, final);
        added.addmm_(logits, readTable, beta: 0, alpha: 1);
        gradient.zero_();
        BackThroughNorm(network.norm, added, last, lastScale);
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            (LayerBuffers layer, DecoderBlock block) = (layers[i], network.blocks[i]);
            Leave(dropout, (2 * i) + 1, rounded);
            Into(gradients[block.down.weight!], rounded, layer.Product);
            wide.addmm_(rounded, block.down.weight!, beta: 0, alpha: 1);
            GateKernel<T, TLanes>.Backward(rows, shape.Hidden, At(layer.GateUp), At(wide));
            Into(gradients[block.gate_up.weight!], layer.GateUp, layer.Second);
            added.addmm_(layer.GateUp, block.gate_up.weight!, beta: 0, alpha: 1);
            BackThroughNorm(block.mlp_norm, added, layer.Between, layer.SecondScale);

            Leave(dropout, 2 * i, rounded);
            Into(gradients[block.attention_out.weight!], rounded, layer.Attended);
            layer.Attended.addmm_(rounded, block.attention_out.weight!, beta: 0, alpha: 1);
            AttentionKernel<T, TLanes>.Backward(Work(layer, block));
            using (Tensor both = headParts.sum([0]))
            {
                gradients[block.q_norm.weight].copy_(both.narrow(0, 0, shape.HeadSize));
                gradients[block.k_norm.weight].copy_(both.narrow(0, shape.HeadSize, shape.HeadSize));
            }

            Into(gradients[block.qkv.weight!], layer.Projected, layer.First);
            added.addmm_(layer.Projected, block.qkv.weight!, beta: 0, alpha: 1);
            BackThroughNorm(block.attention_norm, added, layer.Before, layer.FirstScale);
        }

        BackIntoTable(read, width);
    }

    /// <summary>Adds the gradients at each position to the embedding row of its token.</summary>
    private void BackIntoTable(long[] read, int width)
    {
        using Tensor written = writeTable.narrow(0, 0, shape.Vocabulary);
        using Tensor sums = network.head is null ? written.to(ScalarType.Float32, copy: true) : zeros(shape.Vocabulary, width);
        float* summed = Floats(sums),
            from = Floats(gradient);
        for (int row = 0; row < rows; row++)
        {
            float* to = summed + (read[row] * width),
                back = from + ((long)row * width);
            for (int i = 0; i < width; i += Vector512<float>.Count)
                (Vector512.Load(to + i) + Vector512.Load(back + i)).Store(to + i);
        }

        gradients[table].copy_(sums);
        if (network.head is not null)
            gradients[network.head.weight!].copy_(written);
    }

    private void Leave(DropoutMasks? dropout, int site, Tensor values) =>
        dropout?.Apply<T, TLanes>(site, At(values), length * shape.Width);

    private void BackThroughNorm(RmsNorm norm, Tensor dh, Tensor x, Tensor scale)
    {
        NormKernel<T, TLanes>.Backward(
            rows,
            shape.Width,
            At(dh),
            Floats(x),
            Floats(norm.weight),
            Floats(scale),
            Floats(gradient),
            At(rounded),
            Floats(parts)
        );
        using Tensor sums = parts.sum([0]);
        gradients[norm.weight].copy_(sums);
    }

    private AttentionWork<T> Work(LayerBuffers layer, DecoderBlock block) =>
        new()
        {
            Batch = batch,
            Length = length,
            Heads = shape.Heads,
            KeyValueHeads = shape.KeyValueHeads,
            HeadSize = shape.HeadSize,
            Projected = At(layer.Projected),
            Attended = At(layer.Attended),
            QueryNorm = Floats(block.q_norm.weight),
            KeyNorm = Floats(block.k_norm.weight),
            Cosines = Floats(cosines),
            Sines = Floats(sines),
            NormGradients = Floats(headParts),
        };

    private Tensor Head => network.head?.weight ?? table;

    /// <summary>Computes y = x Wᵀ.</summary>
    private static void Product(Tensor x, Linear layer, Tensor y)
    {
        using Tensor turned = layer.weight!.t();
        y.addmm_(x, turned, beta: 0, alpha: 1);
    }

    /// <summary>Computes dW = dyᵀ x.</summary>
    private static void Into(Tensor dw, Tensor dy, Tensor x)
    {
        using Tensor turned = dy.t();
        dw.addmm_(turned, x, beta: 0, alpha: 1);
    }

    private Tensor Float(params ReadOnlySpan<long> size) => Own(zeros(size));

    private Tensor Wide(params ReadOnlySpan<long> size) => Own(zeros(size, TLanes.Type));

    private Tensor Own(Tensor tensor)
    {
        owned.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    private static T* At(Tensor tensor) => (T*)TorchOperators.Data(tensor);

    private static float* Floats(Tensor tensor) => (float*)TorchOperators.Data(tensor);
}
