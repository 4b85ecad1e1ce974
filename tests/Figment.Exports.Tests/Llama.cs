using LLama;
using LLama.Common;
using LLama.Native;

namespace Figment.Tests.Exports;

/// <summary>llama.cpp with an exported model.</summary>
internal sealed class Llama : IDisposable
{
    private static readonly Lock Turn = new();
    private static bool isQuiet;

    private readonly LLamaWeights weights;
    private readonly LLamaContext context;

    internal Llama(string file)
    {
        lock (Turn)
        {
            if (!isQuiet)
                NativeLibraryConfig.All.WithLogCallback((_, message) => Said += message);
            isQuiet = true;
        }

        ModelParams options = new(file)
        {
            ContextSize = SmallModel.Context,
            GpuLayerCount = 0,
            Threads = 1,
            BatchThreads = 1,
            FlashAttention = false,
            TypeK = GGMLType.GGML_TYPE_F32,
            TypeV = GGMLType.GGML_TYPE_F32,
        };
        weights = LLamaWeights.LoadFromFile(options);
        context = weights.CreateContext(options);
    }

    /// <summary>What the library has logged.</summary>
    internal static string Said { get; private set; } = "";

    /// <summary>The tokens of a text.</summary>
    internal int[] Encode(string text, bool isBegun = false, bool hasMarks = false) =>
        [.. context.Tokenize(text, isBegun, special: hasMarks).Select(token => (int)token)];

    /// <summary>Continues a text, each time with the most probable token.</summary>
    internal (int[] Tokens, float[][] Logits) Write(IReadOnlyList<int> prompt, int count)
    {
        context.NativeHandle.MemoryClear(true);
        List<int> tokens = [];
        List<float[]> logits = [];
        IReadOnlyList<int> next = prompt;
        for (int position = 0; tokens.Count < count; position += next.Count, next = [tokens[^1]])
        {
            LLamaBatch batch = new();
            for (int i = 0; i < next.Count; i++)
                batch.Add(next[i], position + i, LLamaSeqId.Zero, i == next.Count - 1);
            Assert.Equal(DecodeResult.Ok, context.Decode(batch));
            logits.Add(context.NativeHandle.GetLogitsIth(next.Count - 1).ToArray());
            tokens.Add(Array.IndexOf(logits[^1], logits[^1].Max()));
        }

        return ([.. tokens], [.. logits]);
    }

    public void Dispose()
    {
        context.Dispose();
        weights.Dispose();
    }
}
