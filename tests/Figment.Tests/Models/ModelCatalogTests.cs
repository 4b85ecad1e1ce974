using System.Text.Json;
using Figment.Models;

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
        Assert.Equal(ModelCatalog.Presets.Count, ModelCatalog.Presets.Select(preset => preset.Name.ToUpperInvariant()).Distinct().Count());
        Assert.All(ModelCatalog.Presets, preset => Assert.Same(preset, ModelCatalog.Find(preset.Name.ToUpperInvariant())));
    }

    [Fact]
    public void Options_change_by_name()
    {
        GanOptions changed = (GanOptions)ModelCatalog.Find("classic").WithChanges(Json("""{"latentSize": 64, "learningRate": 0.0002}"""));

        Assert.Equal(new GanOptions { LatentSize = 64, LearningRate = 0.0002 }, changed);
    }

    [Theory]
    [InlineData("""{"latnetSize": 64}""", "latnetSize")]
    [InlineData("""{"latentSize": "many"}""", "latentSize")]
    public void An_option_the_family_does_not_have_cannot_be_given_to_it(string changes, string name)
    {
        OptionsException e = Assert.Throws<OptionsException>(() => ModelCatalog.Find("classic").WithChanges(Json(changes)));

        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
