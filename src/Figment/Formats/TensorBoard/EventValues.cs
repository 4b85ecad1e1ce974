using Figment.Formats.TensorBoard;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tensorboard;
using EventValue = Tensorboard.Summary.Types.Value;

namespace Figment.Formats;

/// <summary>Makes what an <see cref="EventFile"/> holds. A tag is shown in the group before its first slash.</summary>
internal static class EventValues
{
    private const string Trainings = "hparams";

    /// <summary>A number, kept as float32.</summary>
    internal static EventValue Scalar(string tag, double value) => new() { Tag = tag, SimpleValue = (float)value };

    /// <summary>A picture.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="png">The file.</param>
    /// <param name="width">Columns of pixels.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="channels">1 for grey, 3 for red, green, blue.</param>
    internal static EventValue Picture(string tag, byte[] png, int width, int height, int channels) =>
        new()
        {
            Tag = tag,
            Image = new Summary.Types.Image
            {
                Width = width,
                Height = height,
                Colorspace = channels,
                EncodedImageString = ByteString.CopyFrom(png),
            },
        };

    /// <summary>A sound.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="wav">The file.</param>
    /// <param name="rate">Samples of a channel per second.</param>
    /// <param name="channels">How many.</param>
    /// <param name="length">Samples of each.</param>
    internal static EventValue Sound(string tag, byte[] wav, int rate, int channels, long length) =>
        new()
        {
            Tag = tag,
            Audio = new Summary.Types.Audio
            {
                SampleRate = rate,
                NumChannels = channels,
                LengthFrames = length,
                EncodedAudioString = ByteString.CopyFrom(wav),
                ContentType = "audio/wav",
            },
        };

    /// <summary>Texts, a row for each, to be shown as they are: in Markdown, which is read, lines so far in are code.</summary>
    internal static EventValue Texts(string tag, IEnumerable<string> texts)
    {
        TensorProto rows = new() { Dtype = DataType.DtString };
        rows.StringVal.AddRange(texts.Select(text => ByteString.CopyFromUtf8($"    {text.ReplaceLineEndings("\n    ")}")));
        rows.TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = rows.StringVal.Count } } };
        return new EventValue
        {
            Tag = tag,
            Metadata = Of("text"),
            Tensor = rows,
        };
    }

    /// <summary>What a training was made with, for the table that compares trainings.</summary>
    /// <param name="options">Texts, numbers and truth values by name.</param>
    /// <param name="time">When it began, in seconds since 1970.</param>
    internal static EventValue Began(IEnumerable<KeyValuePair<string, Value>> options, double time)
    {
        SessionStartInfo start = new() { StartTimeSecs = time };
        foreach ((string name, Value value) in options)
            start.Hparams[name] = value;
        return InTable("session_start_info", new HParamsPluginData { SessionStartInfo = start });
    }

    /// <summary>That a training ended, for that table.</summary>
    /// <param name="isGood">Whether it reached its end.</param>
    /// <param name="time">When, in seconds since 1970.</param>
    internal static EventValue Ended(bool isGood, double time) =>
        InTable(
            "session_end_info",
            new HParamsPluginData
            {
                SessionEndInfo = new SessionEndInfo { Status = isGood ? Status.Success : Status.Failure, EndTimeSecs = time },
            }
        );

    private static EventValue InTable(string tag, HParamsPluginData data) =>
        new()
        {
            Tag = $"_hparams_/{tag}",
            Metadata = Of(Trainings, data.ToByteString()),
            Tensor = new TensorProto
            {
                Dtype = DataType.DtFloat,
                TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = 0 } } },
            },
        };

    private static SummaryMetadata Of(string plugin, ByteString? content = null) =>
        new()
        {
            PluginData = new SummaryMetadata.Types.PluginData { PluginName = plugin, Content = content ?? ByteString.Empty },
        };
}
