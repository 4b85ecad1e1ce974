using Figment.Export;
using Figment.Formats;
using Figment.Models.Texts;

namespace Figment.Tests.Exports;

/// <summary>llama.cpp, which runs in LLamaSharp and Ollama, writes with exported models what Figment writes.</summary>
public sealed class GgufTests : IDisposable
{
    private const int Count = 64;
    private static readonly Dictionary<string, string> NoMetadata = [];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_writes_the_same_tokens(bool isTied)
    {
        TextModel model = (isTied ? SmallModel.Tied : SmallModel.Apart).Value;
        using Llama llama = new(model.WriteGguf(folder.Root, NoMetadata)[0].Path);
        using Greedy greedy = new(model);

        foreach (string prompt in SmallModel.Prompts)
        {
            int[] begin = greedy.Begin(prompt);
            (int[] made, float[][] logits) = llama.Write(begin, Count);
            greedy.Check(begin, made, logits);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{greedy.Compared} tokens, logits to {greedy.LargestDifference:0.0e+0}");
        Assert.Equal(SmallModel.Prompts.Length * Count, greedy.Compared);
        Assert.InRange(greedy.LargestDifference, 0, 1e-4f);
    }

    [Theory]
    [InlineData(GgufType.F16, 0.55, 0.05)]
    [InlineData(GgufType.Q8, 0.35, 0.5)]
    public void Smaller_files_stay_close(GgufType type, double size, double difference)
    {
        TextModel model = SmallModel.Tied.Value;
        string whole = model.WriteGguf(folder["f32"], NoMetadata)[0].Path;
        string small = model.WriteGguf(folder["small"], NoMetadata, type)[0].Path;
        using Llama exact = new(whole),
            rounded = new(small);
        using Greedy greedy = new(model);

        int[] begin = greedy.Begin("春眠");
        (int[] made, _) = exact.Write(begin, 16);
        float largest = 0;
        for (int i = 0; i < made.Length; i++)
        {
            int[] text = [.. begin, .. made[..i]];
            largest = Math.Max(largest, Greedy.Difference(exact.Write(text, 1).Logits[0], rounded.Write(text, 1).Logits[0]));
        }

        (long least, long most) = (new FileInfo(small).Length, new FileInfo(whole).Length);
        TestContext.Current.TestOutputHelper?.WriteLine($"{type}: {least / (double)most:0.00} of the size, logits to {largest}");
        Assert.InRange(least, 0, (size * most) + 20_000);
        Assert.InRange(largest, 1e-6, difference);
    }

    [Fact]
    public void Its_tokens_are_Figments()
    {
        TextModel model = SmallModel.Tied.Value;
        using Llama llama = new(model.WriteGguf(folder.Root, NoMetadata)[0].Path);

        Assert.All(MixedTexts.All, text => Assert.Equal(model.Tokenizer.Encode(text), llama.Encode(text)));
        Assert.Equal([model.Tokenizer.EndOfText, .. model.Tokenizer.Encode("moon")], llama.Encode("moon", isBegun: true));
    }

    [Fact]
    public void A_file_for_Ollama_lies_beside_it()
    {
        IReadOnlyList<ExportedFile> files = SmallModel.Apart.Value.WriteGguf(folder.Root, NoMetadata, GgufType.Q8);

        Assert.Equal(["model.gguf", "Modelfile"], files.Select(file => Path.GetFileName(file.Path)));
        string[] lines = File.ReadAllLines(folder["Modelfile"]);
        Assert.Contains("FROM ./model.gguf", lines);
        Assert.Contains($"PARAMETER num_ctx {SmallModel.Context}", lines);
    }
}
