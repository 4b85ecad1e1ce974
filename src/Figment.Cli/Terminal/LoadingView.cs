using Figment.Data;

namespace Figment.Cli.Terminal;

/// <summary>
/// Shows the progress of downloads and of reading data: a line that changes on a terminal, or one line per download in a pipe.
/// </summary>
/// <param name="update">Replaces the line on a terminal.</param>
/// <param name="say">Prints a line in a pipe.</param>
/// <param name="isLive">Whether the output is a terminal.</param>
internal sealed class LoadingView(Action<string> update, Action<string> say, bool isLive) : IProgress<DataProgress>
{
    private const int Width = 79;
    private string? last;

    /// <summary>Shows progress on stderr, so that stdout holds only the command's answer.</summary>
    internal static LoadingView OnError() =>
        new(line => CommandOutput.ShowOnError(line, Width), Console.Error.WriteLine, !Console.IsErrorRedirected);

    public void Report(DataProgress value)
    {
        bool isDownload = value.Activity == DataActivity.Downloading,
            isJudging = value.Activity == DataActivity.Judging;
        bool isBytes = isDownload || value.Activity == DataActivity.Reading;
        if (!isLive && !isDownload && !isJudging)
            return;
        string amount =
            isJudging ? Judged(value)
            : isBytes ? Amount(Words.Size(value.Done), value.Total is long bytes ? Words.Size(bytes) : null)
            : Amount(Words.Number(value.Done), value.Total is long pictures ? Words.Number(pictures) : null);
        string line =
            isLive && value.Done == value.Total ? "" // the next line replaces it
            : isLive ? $"{Doing(value.Activity)} {value.Subject}: {amount}"
            : $"{Doing(value.Activity)} {value.Subject}";
        if (line == last)
            return;
        last = line;
        if (isLive)
            update(line);
        else
            say(line);
    }

    private static string Doing(DataActivity activity) =>
        activity switch
        {
            DataActivity.Downloading => "downloading",
            DataActivity.Reading => "reading",
            DataActivity.Packing => "packing",
            DataActivity.Checking => "checking",
            DataActivity.Judging => "training a classifier on the classes of",
            DataActivity.Listening => "reading recordings of",
            DataActivity.Hearing => "listening to",
            _ => "reading pictures of",
        };

    private static string Judged(DataProgress value) =>
        value.Right is double right ? $"{value.Done}%, {Words.Percent(right)} right" : $"{value.Done}%";

    private static string Amount(string done, string? total) => total is null ? done : $"{done} of {total}";
}
