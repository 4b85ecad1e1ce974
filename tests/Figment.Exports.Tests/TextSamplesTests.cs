using Figment.Export;
using Figment.Tests.Samples;

namespace Figment.Tests.Exports;

/// <summary>The samples that write with an exported language model, by NuGet packages alone.</summary>
public sealed class TextSamplesTests : IDisposable
{
    private static readonly Dictionary<string, string?> Environment = new() { ["ORT_DISABLE_TELEMETRY"] = "1" };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_sample_with_LLamaSharp_goes_on_with_a_text()
    {
        SmallModel.Tied.Value.WriteGguf(folder["model"], new Dictionary<string, string>());
        File.WriteAllText(folder["damaged.gguf"], "GGUF, but no more");

        Check("text-by-llama.cs", "model/model.gguf", "damaged.gguf", "llama.cpp can load");
    }

    [Fact]
    public void The_sample_with_ONNX_Runtime_GenAI_goes_on_with_a_text()
    {
        SmallModel.Tied.Value.WriteOnnx(folder["model"], new Dictionary<string, string>());
        TemporaryFolder.Copy(folder["model"], folder["damaged"]);
        File.WriteAllText(folder["damaged/model.onnx"], "no network");

        Check("text-by-genai.cs", "model", "damaged", "ONNX Runtime GenAI can load");
    }

    private void Check(string sample, string model, string damaged, string reason)
    {
        (int Code, string Output, string Error) Run(params string[] arguments) =>
            SamplePrograms.Run(sample, folder.Root, Environment, arguments);
        (int code, string output, string error) = Run(model, "床前明月光", "60", "5");
        (int whole, string all, _) = Run(model, "床前明月光", "100000", "5");
        (int tooLong, _, string said) = Run(model, string.Concat(Enumerable.Repeat("moon! ", SmallModel.Context)));
        (int wrong, _, string why) = Run(damaged, "x");

        Assert.True(code == 0, $"{output}\n{error}");
        Assert.StartsWith("床前明月光", output, StringComparison.Ordinal);
        Assert.InRange(output.TrimEnd().Length, 20, 600);
        Assert.Equal(0, whole);
        Assert.StartsWith(output.TrimEnd().TrimEnd('\uFFFD'), all, StringComparison.Ordinal); // of the same seed
        Assert.InRange(all.Length, output.Length + 20, 10_000); // it ends where the context is full
        Assert.Equal((1, 1), (tooLong, wrong));
        Assert.Contains($"context of {SmallModel.Context}", said, StringComparison.Ordinal);
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }
}
