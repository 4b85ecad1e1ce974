using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Models;

namespace Figment.Runs;

/// <summary>What must be alike in all processes that train one model together.</summary>
/// <param name="Build">The program.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="Data">What is learned from.</param>
internal sealed record GroupFacts(string Build, string Options, string Data)
{
    /// <summary>The facts of this process.</summary>
    /// <param name="asked">What was asked for, in full.</param>
    /// <param name="data">What is learned from.</param>
    internal static GroupFacts Of(JsonElement asked, Dataset data)
    {
        Type[] parts = [typeof(TrainableModel), typeof(GroupFacts)];
        string build = string.Join(' ', parts.Select(part => part.Assembly.ManifestModule.ModuleVersionId));
        return new GroupFacts($"{build} {TorchLibrary.Version}", asked.GetRawText(), data.Sha256);
    }

    /// <summary>Compares the facts of all processes.</summary>
    /// <param name="group">The processes, which all call this.</param>
    /// <exception cref="GroupDisagreement">They differ: it is thrown in all processes alike.</exception>
    internal void Confirm(ITrainingGroup group)
    {
        if (group.Size == 1)
            return;
        byte[] hashes = [.. new[] { Build, Options, Data }.SelectMany(fact => SHA256.HashData(Encoding.UTF8.GetBytes(fact)))];
        IReadOnlyList<byte[]> all = group.Gather(hashes);
        (string What, string Advice)[] facts =
        [
            ("another build of Figment", "Install the same version on all machines."),
            ("other options", "Give all the same."),
            ("other data", "Copy the same files to all machines, or use a folder that all reach."),
        ];
        foreach ((int i, (string what, string advice)) in facts.Index())
        {
            int from = i * SHA256.HashSizeInBytes,
                to = from + SHA256.HashSizeInBytes;
            bool IsAlike(int rank) => all[rank].AsSpan(from..to).SequenceEqual(all[0].AsSpan(from..to));
            int[] others = [.. Enumerable.Range(1, group.Size - 1).Where(rank => !IsAlike(rank))];
            if (others.Length == 0)
                continue;
            string who = others.Length == 1 ? $"Rank {others[0]} has" : $"Ranks {string.Join(", ", others)} have";
            throw new GroupDisagreement($"{who} {what} than rank 0, so nothing was trained. {advice}");
        }
    }
}

/// <summary>Processes cannot train together, and all of them know it.</summary>
internal sealed class GroupDisagreement(string message) : FigmentException(message);
