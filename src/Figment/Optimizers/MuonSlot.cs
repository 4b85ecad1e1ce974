using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>What <see cref="Muon"/> keeps for one parameter of matrices.</summary>
internal sealed class MuonSlot : WeightSlot
{
    /// <summary>Takes hold of a parameter, with a momentum of 0.</summary>
    /// <param name="parameter">
    /// Matrices that stand one below the other, [all rows, columns], where columns may be several sizes.
    /// </param>
    /// <param name="rows">How many rows each has; together all.</param>
    /// <param name="weights">
    /// The weights that it stands for, where they are known more exactly than it holds them; it is set to them.
    /// </param>
    internal MuonSlot(Parameter parameter, IReadOnlyList<long> rows, Tensor? weights = null)
        : base(parameter, weights)
    {
        if (parameter.dim() < 2 || rows.Sum() != parameter.shape[0])
            throw new ArgumentException(
                $"Matrices of {rows.Sum()} rows together are not what a parameter of "
                    + $"[{string.Join(", ", parameter.shape)}] holds.",
                nameof(rows)
            );
        Rows = rows;
        Mean = zeros_like(Master).DetachFromDisposeScope();
    }

    /// <summary>How many rows each matrix has.</summary>
    internal IReadOnlyList<long> Rows { get; }

    /// <summary>m, the average of gradients.</summary>
    internal Tensor Mean { get; }

    /// <inheritdoc/>
    internal override IEnumerable<(string Name, Tensor Value)> State => [("mean", Mean)];

    /// <inheritdoc/>
    internal override Tensor Squares => Mean.Squared().sum();
}
