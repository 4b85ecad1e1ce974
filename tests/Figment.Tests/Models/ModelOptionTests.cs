using Figment.Models;
using Figment.Models.Images;

namespace Figment.Tests.Models;

public sealed class ModelOptionTests
{
    private static ModelOption Option(string preset, string name) =>
        ModelCatalog.Find(preset).OptionList.Single(option => option.Name == name);

    [Theory]
    [InlineData("gan", "latentSize", "64", true)]
    [InlineData("gan", "latentSize", "0", false)]
    [InlineData("gan", "latentSize", "5000", false)]
    [InlineData("gan", "latentSize", "6.5", false)]
    [InlineData("gan", "latentSize", "", false)]
    [InlineData("gan", "r1", "0.5", true)]
    [InlineData("gan", "r1", "NaN", false)]
    [InlineData("gan", "r1", "much", false)]
    [InlineData("gan", "loss", "hinge", true)]
    [InlineData("gan", "loss", "Hinge", true)]
    [InlineData("gan", "loss", "hing", false)]
    [InlineData("gan", "conditional", "", true)]
    [InlineData("gan", "conditional", "true", true)]
    [InlineData("gan", "conditional", "perhaps", false)]
    [InlineData("gan", "augment", "color, cutout", true)]
    [InlineData("flow", "solver", "heun:8", true)]
    [InlineData("vae", "standardDeviation", "", true)]
    [InlineData("gan", "learningRate", "", true)]
    public void A_text_is_a_value_or_what_is_wrong_with_it_is_said(string preset, string name, string text, bool isRight) =>
        Assert.Equal(isRight, Option(preset, name).ProblemOf(text) is null);

    [Fact]
    public void Its_range_and_its_words_are_those_of_the_options_record()
    {
        Assert.Equal((1, 4096), ((int)Option("gan", "latentSize").Least!, (int)Option("gan", "latentSize").Most!));
        Assert.Equal(["nonSaturating", "leastSquares", "hinge", "wasserstein", "relativistic"], Option("gan", "loss").Choices);
        Assert.True(Option("gan", "augment").TakesSeveral);
        Assert.False(Option("gan", "loss").TakesSeveral);
    }

    [Fact]
    public void Nothing_leaves_an_option_to_the_data_where_it_may()
    {
        ModelPreset gan = ModelCatalog.Find("gan");

        Assert.DoesNotContain(nameof(GanOptions.LearningRate), gan.LeftToData);
        Assert.Contains(nameof(GanOptions.LearningRate), gan.WithChanges([new("learningRate", " ")]).LeftToData);
        Assert.DoesNotContain(nameof(GanOptions.R1), gan.WithChanges([new("r1", "2")]).LeftToData);
        Assert.Contains(
            "latentSize",
            Assert.Throws<OptionsException>(() => gan.WithChanges([new("latentSize", "")])).Message,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string> Presets() => [.. ModelCatalog.Presets.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_default_is_a_right_value_and_reads_back_as_itself(string preset)
    {
        ModelPreset found = ModelCatalog.Find(preset);
        Assert.All(found.OptionList, option => Assert.Null(option.ProblemOf(ModelOption.Write(option.Default))));

        Assert.Equal(
            found.Options,
            found
                .WithChanges(
                    found
                        .OptionList.Where(option => option.Default is not null)
                        .Select(option => KeyValuePair.Create(option.Name, ModelOption.Write(option.Default)))
                )
                .Options
        );
    }
}
