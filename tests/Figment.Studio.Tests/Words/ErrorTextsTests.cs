using Figment.Data.Images;
using Figment.Studio.Words;
using Figment.Training;

namespace Figment.Studio.Tests.Words;

public sealed class ErrorTextsTests
{
    [Fact]
    public void An_error_of_the_library_is_in_the_page_s_language_and_calls_options_as_forms_do()
    {
        FigmentException error = new(
            OptionSentence.Of(
                $"{"a.png"} cannot be read as a picture: {"it is cut short"}. {"…"}, or omit such pictures "
                    + $"({new OptionName(nameof(PictureOptions.SkipBroken))})."
            )
        );

        Text said = ErrorTexts.Of(error);

        Assert.Contains($"'{Ui.SkipBroken.English}'", said.English, StringComparison.Ordinal);
        Assert.Contains("无法作为图片读取", said.Chinese, StringComparison.Ordinal);
        Assert.Contains($"“{Ui.SkipBroken.Chinese}”", said.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_has_its_value_and_one_without_a_field_keeps_its_name()
    {
        Func<OptionName, string> chinese = ErrorTexts.Names(Language.Chinese);

        Assert.Equal($"“{Ui.Batch.Chinese}” 64", chinese(new OptionName(nameof(TrainingOptions.BatchSize), 64)));
        Assert.Equal("Patience 3", chinese(new OptionName("Patience", 3)));
    }

    [Fact]
    public void The_studio_s_own_errors_have_their_own_words() =>
        Assert.Equal(Ui.NotFound.Chinese, ErrorTexts.Of(new StudioException(Ui.NotFound)).Chinese);

    [Fact]
    public void A_reason_is_a_sentence_in_each_language()
    {
        Text reason = ErrorTexts.Reason(new UnauthorizedAccessException("Access denied."));

        Assert.Equal(("Access denied.", "没有权限。"), (reason.English, reason.Chinese));
    }
}
