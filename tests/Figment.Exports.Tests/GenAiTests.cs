using Figment.Backend;
using Figment.Export;
using Figment.Models.Texts;
using Figment.Onnx;
using Microsoft.ML.OnnxRuntimeGenAI;
using TorchSharp;

namespace Figment.Tests.Exports;

/// <summary>ONNX Runtime GenAI writes with exported models what Figment writes.</summary>
public sealed class GenAiTests : IDisposable
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
        TextModel own = (isTied ? SmallModel.Tied : SmallModel.Apart).Value;
        own.WriteOnnx(folder.Root, NoMetadata);
        using Model model = new(folder.Root);
        using Greedy greedy = new(own);

        foreach (string prompt in SmallModel.Prompts)
        {
            int[] begin = greedy.Begin(prompt);
            (int[] made, float[][] logits) = Write(model, begin, Count);
            greedy.Check(begin, made, logits);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{greedy.Compared} tokens, logits to {greedy.LargestDifference:0.0e+0}");
        Assert.Equal(SmallModel.Prompts.Length * Count, greedy.Compared);
        Assert.InRange(greedy.LargestDifference, 0, 1e-4f);
        Assert.InRange(ExportCheck.LargestDifference(own, folder["model.onnx"]), 0, 1e-4);
    }

    [Fact]
    public void Onnxs_own_checker_finds_nothing_wrong_and_the_comparison_sees_another_model()
    {
        using Gpt one = Untrained(1),
            other = Untrained(2);
        one.WriteOnnx(folder["fp32"], NoMetadata);
        one.WriteOnnx(folder["fp16"], NoMetadata, torch.ScalarType.Float16);
        string[] files = [folder["fp32/model.onnx"], folder["fp16/model.onnx"]];

        Assert.InRange(ExportCheck.LargestDifference(one, files[0]), 0, 1e-5);
        Assert.InRange(ExportCheck.LargestDifference(other, files[0]), 1e-3, 10);
        string? said = Python.Run(
            "onnx",
            $"""
            import onnx
            for f in {Python.List(files)}:
              m = onnx.load(f)
              onnx.checker.check_model(m, full_check=True)
              print(m.opset_import[0].version)
            """
        );
        Assert.SkipWhen(said is null, "There is no Python with the package onnx here (Debian: python3-onnx).");
        Assert.Equal(["17", "17"], said!.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Prompts_of_several_lengths_get_what_each_gets_alone()
    {
        SmallModel.Tied.Value.WriteOnnx(folder.Root, NoMetadata);
        using Model model = new(folder.Root);
        using Tokenizer tokenizer = new(model);
        string[] prompts = ["春眠", "Rough winds do shake the", "for"];
        using GeneratorParams options = Options(model, 40, prompts.Length);
        using Generator together = new(model, options);
        using Sequences encoded = tokenizer.EncodeBatch(prompts);
        together.AppendTokenSequences(encoded);
        for (int i = 0; i < 8 && !together.IsDone(); i++)
            together.GenerateNextToken();

        int end = SmallModel.Tied.Value.Tokenizer.EndOfText; // the padding before shorter prompts
        for (int i = 0; i < prompts.Length; i++)
        {
            int[] begin = [.. encoded[(ulong)i].ToArray().SkipWhile(token => token == end)];
            (int[] alone, _) = Write(model, begin, 8);
            Assert.Equal(alone, together.GetSequence((ulong)i).ToArray()[^8..][..alone.Length]);
        }
    }

    [Fact]
    public void Half_precision_halves_the_file_and_stays_close()
    {
        TextModel own = SmallModel.Tied.Value;
        string whole = own.WriteOnnx(folder["fp32"], NoMetadata)[0].Path;
        string half = own.WriteOnnx(folder["fp16"], NoMetadata, torch.ScalarType.Float16)[0].Path;
        using Model exact = new(folder["fp32"]),
            rounded = new(folder["fp16"]);
        int[] begin = [own.Tokenizer.EndOfText, .. own.Tokenizer.Encode("床前明月光")];

        Assert.InRange(new FileInfo(half).Length, 0, (0.5 * new FileInfo(whole).Length) + 120_000);
        Assert.InRange(Greedy.Difference(Write(exact, begin, 1).Logits[0], Write(rounded, begin, 1).Logits[0]), 1e-6f, 0.05f);
    }

    [Fact]
    public void Its_tokens_are_Figments()
    {
        TextModel own = SmallModel.Tied.Value;
        own.WriteOnnx(folder.Root, NoMetadata);
        using Model model = new(folder.Root);
        using Tokenizer tokenizer = new(model);
        string[] texts = [.. MixedTexts.All.Where(text => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal))];

        Assert.All(
            texts,
            text =>
            {
                using Sequences encoded = tokenizer.Encode(text);
                Assert.Equal(own.Tokenizer.Encode(text), encoded[0].ToArray());
            }
        );
    }

    private static Gpt Untrained(long seed) =>
        Gpt.Create(
            new GptOptions
            {
                Layers = 2,
                Width = 32,
                Heads = 4,
                KeyValueHeads = 2,
                Context = 16,
            },
            new SeededRandom(seed)
        );

    private static GeneratorParams Options(Model model, int length, int texts)
    {
        GeneratorParams options = new(model);
        options.SetSearchOption("max_length", length);
        options.SetSearchOption("do_sample", false);
        options.SetSearchOption("batch_size", texts);
        return options;
    }

    private static (int[] Tokens, float[][] Logits) Write(Model model, int[] prompt, int count)
    {
        using GeneratorParams options = Options(model, prompt.Length + count, 1);
        using Generator generator = new(model, options);
        generator.AppendTokens(prompt);
        List<float[]> logits = [];
        while (!generator.IsDone() && logits.Count < count)
        {
            generator.GenerateNextToken();
            using Tensor told = generator.GetOutput("logits");
            long[] shape = told.Shape();
            logits.Add(told.GetData<float>()[^(int)shape[^1]..].ToArray());
        }

        return (generator.GetSequence(0).ToArray()[prompt.Length..], [.. logits]);
    }
}
