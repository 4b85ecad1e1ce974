using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Models;

namespace Figment.Runs;

/// <summary>What must be equal in all processes that train one model together.</summary>
/// <param name="Build">The build of the program.</param>
/// <param name="Options">The requested options.</param>
/// <param name="Data">The training data.</param>
internal sealed record GroupFacts(string Build, string Options, string Data)
{
    /// <summary>The facts of this process.</summary>
    /// <param name="asked">All requested options.</param>
    /// <param name="data">The training data.</param>
    internal static GroupFacts Of(JsonElement asked, Dataset data)
    {
        Type[] parts = [typeof(TrainableModel), typeof(GroupFacts)];
        string build = string.Join(' ', parts.Select(part => part.Assembly.ManifestModule.ModuleVersionId));
        return new GroupFacts($"{build} {TorchLibrary.Version}", asked.GetRawText(), data.Sha256);
    }

    /// <summary>Compares the facts of all processes.</summary>
    /// <param name="group">The processes; all of them call this.</param>
    /// <exception cref="GroupDisagreement">The facts differ; all processes throw this.</exception>
    internal void Confirm(ITrainingGroup group)
    {
        if (group.Size == 1)
            return;
        byte[] hashes = [.. new[] { Build, Options, Data }.SelectMany(fact => SHA256.HashData(Encoding.UTF8.GetBytes(fact)))];
        IReadOnlyList<byte[]> all = group.Gather(hashes);
        (OptionSentence What, OptionSentence Advice)[] facts =
        [
            ("another build of Figment", "Install the same version on all machines."),
            ("other options", "Pass the same options to all."),
            ("other data", "Copy the same files to all machines, or use a shared folder."),
        ];
        foreach ((int i, (OptionSentence what, OptionSentence advice)) in facts.Index())
        {
            int from = i * SHA256.HashSizeInBytes,
                to = from + SHA256.HashSizeInBytes;
            bool IsAlike(int rank) => all[rank].AsSpan(from..to).SequenceEqual(all[0].AsSpan(from..to));
            int[] others = [.. Enumerable.Range(1, group.Size - 1).Where(rank => !IsAlike(rank))];
            if (others.Length == 0)
                continue;
            OptionSentence who =
                others.Length == 1 ? OptionSentence.Of($"Rank {others[0]} has") : $"Ranks {string.Join(", ", others)} have";
            throw new GroupDisagreement($"{who} {what} than rank 0, so nothing was trained. {advice}");
        }
    }
}

/// <summary>The processes cannot train together, and all of them have been told.</summary>
internal sealed class GroupDisagreement(OptionSentence message) : FigmentException(message);
