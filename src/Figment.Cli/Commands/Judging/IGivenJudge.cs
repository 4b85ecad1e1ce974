using System.CommandLine;

namespace Figment.Cli.Commands;

/// <summary>A part of <c>figment evaluate</c> that also judges files not made by a Figment run.</summary>
internal interface IGivenJudge
{
    /// <summary>Whether it accepts the file or folder at a path that is not a run.</summary>
    bool Takes(string subject);

    /// <summary>Judges what it accepts.</summary>
    int Execute(string subject, ParseResult parsed, CancellationToken cancellation);
}
