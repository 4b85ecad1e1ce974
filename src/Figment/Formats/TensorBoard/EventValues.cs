using Figment.Formats.TensorBoard;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tensorboard;
using EventValue = Tensorboard.Summary.Types.Value;

namespace Figment.Formats;

/// <summary>
/// Creates the values in an <see cref="EventFile"/>. TensorBoard groups tags by the part before the first slash.
/// </summary>
internal static class EventValues
{
    private const string Trainings = "hparams";

    /// <summary>A number, stored as float32.</summary>
    internal static EventValue Scalar(string tag, double value) => new() { Tag = tag, SimpleValue = (float)value };

    /// <summary>A picture.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="png">The content of the file.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="channels">The number of channels: 1 for grey, 3 for red, green and blue.</param>
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
    /// <param name="tag">The tag.</param>
    /// <param name="wav">The content of the file.</param>
    /// <param name="rate">The sample rate in Hz.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="length">The number of samples in each channel.</param>
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

    /// <summary>
    /// Texts, in one row each, to be shown verbatim: TensorBoard renders Markdown, where indented lines are code.
    /// </summary>
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

    /// <summary>The options of a training run, for the table that compares runs.</summary>
    /// <param name="options">Strings, numbers and Booleans by name.</param>
    /// <param name="time">The start of the run, in seconds since 1970.</param>
    internal static EventValue Began(IEnumerable<KeyValuePair<string, Value>> options, double time)
    {
        SessionStartInfo start = new() { StartTimeSecs = time };
        foreach ((string name, Value value) in options)
            start.Hparams[name] = value;
        return InTable("session_start_info", new HParamsPluginData { SessionStartInfo = start });
    }

    /// <summary>The end of a training run, for the same table.</summary>
    /// <param name="isGood">Whether the run reached its end.</param>
    /// <param name="time">The end of the run, in seconds since 1970.</param>
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
