using System.CommandLine;

namespace Figment.Cli.Commands;

/// <summary>A part of <c>figment evaluate</c> that also judges what no run makes: files that are there already.</summary>
internal interface IGivenJudge
{
    /// <summary>Whether what lies at a path, which is no run, is of its kind.</summary>
    bool Takes(string subject);

    /// <summary>Judges what it takes.</summary>
    int Execute(string subject, ParseResult parsed, CancellationToken cancellation);
}
