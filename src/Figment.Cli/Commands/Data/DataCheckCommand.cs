using System.CommandLine;
using Figment.Cli.Terminal;

namespace Figment.Cli.Commands;

/// <summary>
/// <c>figment data check</c>: finds problems in images, texts, or sounds before training, and checks that a packed file is
/// intact.
/// </summary>
internal static class DataCheckCommand
{
    private const int MostShown = 10;

    private static readonly Argument<string> Folder = new("PATH")
    {
        HelpName = "PATH",
        Description =
            "A folder or ZIP of pictures or recordings, whose subfolders are classes; texts, by name or path; or a "
            + "file that 'figment data pack' wrote",
    };

    private static readonly ReadingArguments Reading = new();
    private static readonly Option<bool> All = new("--all")
    {
        Description = $"List every file, not just the first {MostShown} of each list",
    };
    private static readonly Option<string?> Out = new("--out")
    {
        Description =
            "The file for a preview of what training would see (default: NAME-check.png); for sounds, a .wav is "
            + "written beside it",
        HelpName = "FILE.png",
    };

    internal static Command Create()
    {
        Folder.NoOption();
        Command command = new("check", "Check data before training: broken files, duplicates, class balance, encodings")
        {
            Folder,
            All,
            Out,
        };
        Reading.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(DataReports.Of(parsed.GetValue(Folder)!).Check(Request(parsed), cancellation))
        );
        return command.WithExamples(
            "figment data check photos/",
            "figment data check photos/ --size 32 --fit pad   the same at that size, with a preview of what training would see",
            "figment data check photos/ --all > report.txt    lists every file",
            "figment data check book.txt                      texts: scripts, duplicates, repeated lines, tokens",
            "figment data check recordings/                   sounds: lengths, sample rates, silence, clipping, ten to "
                + "listen to",
            "figment data check photos.safetensors            verifies a packed file byte by byte"
        );
    }

    private static DataRequest Request(ParseResult parsed) =>
        new(
            parsed.GetValue(Folder)!,
            Reading.Read(parsed, parsed.GetValue(Folder)!),
            parsed.GetValue(Out),
            parsed.InvocationConfiguration.Output
        )
        {
            MostShown = parsed.GetValue(All) ? int.MaxValue : MostShown,
        };
}
