using System.Diagnostics;
using System.Text.RegularExpressions;
using Figment.Formats;

namespace Figment.Tests.Samples;

public sealed partial class SamplesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_digits_sample_compiles_trains_and_saves()
    {
        using TemporaryFolder folder = new();


        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["run", Path.Combine(Repository.Root, "samples", "digits.cs"), "--", "3"])
        {
            WorkingDirectory = folder.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit)) process.Kill(entireProcessTree: true);

        Assert.True(process.ExitCode == 0, $"{await output}\n{await error}");
        Assert.Contains("Total params:", await output, StringComparison.Ordinal);
        Assert.True(new FileInfo(folder["digits.png"]).Length > 1000);
        using SafeTensors weights = SafeTensorsFile.Read(folder["digits.safetensors"]);
        Assert.Contains("generator.0.weight", weights.Tensors.Keys);
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
