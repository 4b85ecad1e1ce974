using System.Text.RegularExpressions;
using Figment.Formats;

namespace Figment.Tests.Samples;

public sealed partial class SamplesTests
{
    [Fact]
    public void The_digits_sample_compiles_trains_and_saves()
    {
        using TemporaryFolder folder = new();

        (int code, string output, string error) = CommandRunner.RunProgram(
            CommandRunner.DotnetHost, folder.Root, null, "run", Path.Combine(Repository.Root, "samples", "digits.cs"), "--", "3");

        Assert.True(code == 0, $"{output}\n{error}");
        Assert.Contains("Total params:", output, StringComparison.Ordinal);
        Assert.True(new FileInfo(folder["digits.png"]).Length > 1000);
        using SafeTensors weights = SafeTensorsFile.Read(folder["digits.safetensors"]);
        Assert.Contains("generator.0.weight", weights.Tensors.Keys);
    }

    [Theory]
    [InlineData("own-networks.cs", "by-class.png")]
    [InlineData("moment-matching.cs", "moment-matching.png")]
    public void A_sample_compiles_trains_and_draws(string sample, string picture)
    {
        using TemporaryFolder folder = new();

        (int code, string output, string error) = CommandRunner.RunProgram(
            CommandRunner.DotnetHost, folder.Root, null, "run", Path.Combine(Repository.Root, "samples", sample), "--", "2");

        Assert.True(code == 0, $"{output}\n{error}");
        Assert.True(new FileInfo(folder[picture]).Length > 1000);
    }

    [Fact]
    public void The_code_in_the_page_on_adding_a_model_is_the_sample()
    {
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "moment-matching.cs"));
        MatchCollection blocks = CodeBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "add-a-model.md")));

        Assert.True(blocks.Count >= 5);
        Assert.All(blocks, block => Assert.Contains(block.Groups[1].Value.TrimEnd(), sample, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void The_code_in_the_README_is_the_sample(string readme)
    {
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "digits.cs"));
        string text = File.ReadAllText(Path.Combine(Repository.Root, readme));

        Assert.Contains(sample.Trim(), CodeBlock().Matches(text).Select(match => match.Groups[1].Value.Trim()));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
