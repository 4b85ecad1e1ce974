using System.Reflection;
using Figment.Evaluation.Images;
using Figment.Reports;

namespace Figment.Tests.Reports;

public sealed class TextsTests
{
    public static TheoryData<string> Names() => [.. Properties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_text_is_in_both_languages(string name)
    {
        (string english, string chinese) = Properties().Single(property => property.Name == name).GetValue(null) switch
        {
            TextTemplate template => (template.Words.English, template.Words.Chinese),
            Text text => (text.English, text.Chinese),
            _ => throw new InvalidOperationException(),
        };

        Assert.NotEqual(english, chinese);
        Assert.DoesNotContain(english, IsChinese);
        if (english != ".")
            Assert.Contains(chinese, IsChinese);
    }

    [Fact]
    public void Every_metric_is_explained_in_Chinese_and_has_its_scale()
    {
        Assert.Equal(MetricCatalog.All.Select(metric => metric.Name).Order(), MetricScale.Useless.Keys.Order());
        Assert.All(
            MetricCatalog.All,
            metric =>
                Assert.True(
                    MetricTexts.Title(metric).Chinese.Any(IsChinese) && MetricTexts.Meaning(metric).Chinese.Any(IsChinese),
                    metric.Name
                )
        );
    }

    [Fact]
    public void Facts_fill_both_languages_and_are_encoded()
    {
        TextTemplate text = new(BothLanguages.Of("{name}'s {count} images", "{name} 的 {count} 张图片"));

        Assert.Equal(
            "<span lang=\"en\">&lt;a&gt;&#x27;s 3 images</span><span lang=\"zh-Hans\">&lt;a&gt; 的 3 张图片</span>",
            text.With(("count", "3"), ("name", "<a>")).Markup
        );
        Assert.Equal("a's 3 images · a 的 3 张图片", text.Both(("count", "3"), ("name", "a")));
        Assert.Throws<KeyNotFoundException>(() => text.With(("count", "3")));
    }

    [Fact]
    public void A_fact_may_look_like_a_placeholder() =>
        Assert.Equal(
            "<span lang=\"en\">is {b}</span><span lang=\"zh-Hans\">是 {b}</span>",
            new TextTemplate(BothLanguages.Of("is {a}", "是 {a}")).With(("a", "{b}"), ("b", "wrong")).Markup
        );

    [Fact]
    public void A_finished_text_is_shown_as_it_is() =>
        Assert.Equal(
            $"<span lang=\"en\">{HtmlTemplate.Encode("{a} <b> **x** `y`")}</span><span lang=\"zh-Hans\">{{b}}</span>",
            BothLanguages.Of("{a} <b> **x** `y`", "{b}").ToHtml().Markup
        );

    private static PropertyInfo[] Properties() => typeof(Texts).GetProperties(BindingFlags.Static | BindingFlags.NonPublic);

    private static bool IsChinese(char letter) => letter is >= '\u4e00' and <= '\u9fff';
}
