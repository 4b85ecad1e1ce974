using System.Text.Json;
using Figment.Models;
using Figment.Models.Images;

namespace Figment.Tests.Models;

public sealed class ModelCatalogTests
{
    [Theory]
    [InlineData("clasic")]
    [InlineData("classik")]
    [InlineData("CLASSC")]
    public void A_misspelt_preset_is_answered_with_the_nearest_name(string name)
    {
        OptionsException e = Assert.Throws<OptionsException>(() => ModelCatalog.Find(name));

        Assert.Contains("Did you mean classic?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_like_no_other_is_answered_with_the_list()
    {
        OptionsException e = Assert.Throws<OptionsException>(() => ModelCatalog.Find("stylegan"));

        Assert.DoesNotContain("Did you mean", e.Message, StringComparison.Ordinal);
        Assert.All(ModelCatalog.Presets, preset => Assert.Contains(preset.Name, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_are_unique_and_found_in_any_case()
    {
        Assert.Equal(
            ModelCatalog.Presets.Count,
            ModelCatalog.Presets.Select(preset => preset.Name.ToUpperInvariant()).Distinct().Count()
        );
        Assert.All(ModelCatalog.Presets, preset => Assert.Same(preset, ModelCatalog.Find(preset.Name.ToUpperInvariant())));
    }

    [Fact]
    public void Options_change_by_name_in_any_case()
    {
        ClassicGanOptions changed = (ClassicGanOptions)Change(("latentSize", "64"), ("LEARNINGRATE", "2e-4"));

        Assert.Equal(new ClassicGanOptions { LatentSize = 64, LearningRate = 0.0002 }, changed);
    }

    [Fact]
    public void Every_option_that_does_not_fit_is_named_at_once()
    {
        OptionsException e = Assert.Throws<OptionsException>(() =>
            Change(("latnetSize", "64"), ("latentSize", "many"), ("beta1", "0,5"), ("beta2", "NaN"))
        );

        Assert.Equal(4, e.Problems.Count);
        Assert.Contains("Did you mean latentSize?", e.Problems[0], StringComparison.Ordinal);
        Assert.Contains("needs a whole number", e.Problems[1], StringComparison.Ordinal);
        Assert.Contains("does not accept '0,5': it needs a number, with a point", e.Problems[2], StringComparison.Ordinal);
        Assert.Contains("does not accept 'NaN'", e.Problems[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Saved_options_of_another_family_are_refused()
    {
        using JsonDocument json = JsonDocument.Parse("""{"beta": 4}""");

        Assert.Contains(
            "beta",
            Assert.Throws<OptionsException>(() => ModelCatalog.Find("classic").OfRun(json.RootElement)).Message,
            StringComparison.Ordinal
        );
    }

    private static ModelOptions Change(params (string Name, string Value)[] changes) =>
        ModelCatalog
            .Find("classic")
            .WithChanges(changes.Select(change => new KeyValuePair<string, string>(change.Name, change.Value)))
            .Options;
}
