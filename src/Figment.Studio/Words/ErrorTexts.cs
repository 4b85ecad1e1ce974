using System.Globalization;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Runs;
using Figment.Training;
using Figment.Training.Images;

namespace Figment.Studio.Words;

/// <summary>The library's messages in the visitor's language, with the options named as in the forms.</summary>
internal static class ErrorTexts
{
    /// <summary>The labels of the form fields, by option; an option that is in no form keeps the name of its property.</summary>
    private static readonly Dictionary<string, Text> Labels = new()
    {
        [nameof(TrainingOptions.BatchSize)] = Ui.Batch,
        [nameof(ImageTrainingOptions.Flip)] = Ui.Flip,
        [nameof(ImageTrainingOptions.Shift)] = Ui.Shift,
        [nameof(TrainingRequest.Freeze)] = Ui.Freeze,
        [nameof(TrainingRequest.From)] = Ui.BeginFrom,
        [nameof(PictureOptions.Size)] = Ui.PictureSize,
        [nameof(PictureOptions.Fit)] = Ui.PictureFit,
        [nameof(PictureOptions.Background)] = Ui.PictureBackground,
        [nameof(PictureOptions.Labels)] = Ui.PictureLabels,
        [nameof(PictureOptions.SkipBroken)] = Ui.SkipBroken,
        [nameof(SoundOptions.Rate)] = Ui.SoundRate,
        [nameof(SoundOptions.Length)] = Ui.SoundLength,
        [nameof(SoundOptions.Align)] = Ui.SoundAlign,
        [nameof(SoundOptions.KeepSilence)] = Ui.KeepSilence,
        [nameof(SoundOptions.KeepLoudness)] = Ui.KeepLoudness,
        [nameof(SoundOptions.Stereo)] = Ui.KeepStereo,
    };

    /// <summary>The name of an option in the forms: its label, and its value if it has one.</summary>
    internal static Func<OptionName, string> Names(Language language) =>
        option =>
            Labels.GetValueOrDefault(option.Property) is not Text label ? option.ToString()
            : option.Value is null ? Quoted(label.In(language), language)
            : string.Create(CultureInfo.InvariantCulture, $"{Quoted(label.In(language), language)} {option.Value}");

    /// <summary>An error in both languages.</summary>
    internal static Text Of(FigmentException error) => new(language => error.Say(Names(language), language));

    /// <summary>A sentence in both languages.</summary>
    internal static Text Of(OptionSentence sentence) => new(language => sentence.Say(Names(language), language));

    /// <summary>Why something failed, as a sentence.</summary>
    internal static Text Reason(Exception failure) =>
        WordTable.Template("list.sentence").Fill(("words", Of(OptionSentence.Reason(failure))));

    private static string Quoted(string label, Language language) => language == Language.Chinese ? $"“{label}”" : $"'{label}'";
}
