using System.Xml.Linq;
using Figment.Formats;

namespace Figment.Tests.Samples;

public sealed class SamplesTests
{
    [Fact]
    public void The_digits_sample_compiles_trains_and_saves()
    {
        using TemporaryFolder folder = new();

        (int code, string output, string error) = SamplePrograms.Run("digits.cs", folder.Root, null, "3");

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

        (int code, string output, string error) = SamplePrograms.Run(sample, folder.Root, null, "2");

        Assert.True(code == 0, $"{output}\n{error}");
        Assert.True(new FileInfo(folder[picture]).Length > 1000);
    }

    [Theory]
    [InlineData("add-a-model.md", "moment-matching.cs")]
    [InlineData("add-a-kind.md", "points.cs")]
    public void The_code_in_a_page_on_adding_something_is_the_sample(string page, string file)
    {
        IReadOnlyList<string> blocks = PageCode.Unnamed(File.ReadAllText(Path.Combine(Repository.Root, "docs", page)));

        Assert.True(blocks.Count >= 5);
        Assert.All(blocks, block => PageCode.CheckQuoted(file, block));
    }

    [Fact]
    public void The_sample_of_a_run_makes_new_images_of_it_and_says_what_is_no_run()
    {
        using TemporaryFolder folder = new();
        string[] train = ["train", "--steps", "2", "--batch", "16", "--out", "run"];
        (int trained, string log, string problem) = CommandInside.Run(folder.Root, train);
        Assert.True(trained == 0, $"{log}\n{problem}");
        (int ExitCode, string Output, string Error) RunSample(params string[] arguments) =>
            SamplePrograms.Run("from-a-run.cs", folder.Root, null, arguments);

        (int code, string output, string error) = RunSample("run", "9");
        (int wrong, _, string nothing) = RunSample("nowhere");

        Assert.True(code == 0, $"{output}\n{error}");
        Assert.Contains("9 images of 1×28×28 by gan, learned from mnist", output, StringComparison.Ordinal);
        Assert.True(new FileInfo(folder["new.png"]).Length > 1000);
        Assert.Equal(1, wrong);
        Assert.Contains("nowhere", nothing, StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_in_the_page_on_applications_is_the_samples()
    {
        var blocks = PageCode.Named(File.ReadAllText(Path.Combine(Repository.Root, "docs", "in-your-app.md")));

        Assert.Equal(["images-by-onnx.cs", "from-a-run.cs"], blocks.Select(block => block.Sample));
        Assert.All(blocks, block => PageCode.CheckQuoted(block.Sample, block.Code));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void The_code_in_the_README_is_the_sample(string readme)
    {
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "digits.cs"));
        string text = File.ReadAllText(Path.Combine(Repository.Root, readme));

        Assert.Contains(sample.Trim(), PageCode.Unnamed(text));
    }

    [Fact]
    public void The_code_in_the_packages_README_is_the_sample_without_the_reference()
    {
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "digits.cs"));
        string text = File.ReadAllText(Path.Combine(Repository.Root, "src", "Figment", "PACKAGE.md"));

        Assert.Equal(sample[sample.IndexOf("using", StringComparison.Ordinal)..].Trim(), Assert.Single(PageCode.Unnamed(text)));
    }

    [Theory]
    [InlineData("docs/packages.md")]
    [InlineData("docs/packages.zh-CN.md")]
    [InlineData("src/Figment/PACKAGE.md")]
    public void The_version_of_libtorch_that_a_page_names_is_the_one_that_Figment_is_built_with(string page)
    {
        string version = XDocument
            .Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("LibTorchVersion")
            .Single()
            .Value;

        Assert.Contains(
            $"dotnet add package libtorch-cpu-linux-x64 --version {version} ",
            File.ReadAllText(Path.Combine(Repository.Root, page)),
            StringComparison.Ordinal
        );
    }
}
