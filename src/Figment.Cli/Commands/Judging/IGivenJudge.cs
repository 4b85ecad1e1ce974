using System.CommandLine;

namespace Figment.Cli.Commands;

/// <summary>A part of <c>figment evaluate</c> that also judges files that no run of Figment made.</summary>
internal interface IGivenJudge
{
    /// <summary>Whether it accepts what lies at a path that is not a run.</summary>
    bool Takes(string subject);

    /// <summary>Judges what it accepts.</summary>
    int Execute(string subject, ParseResult parsed, CancellationToken cancellation);
}
